BEGIN TRANSACTION;
CREATE TABLE leadkit_activity (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(64) NOT NULL, 
	lead_id VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT uq_leadkit_activity_id UNIQUE (id)
);
INSERT INTO "leadkit_activity" VALUES(1,'id-00000003','id-00000001','2026-03-02 09:00:00.000000','{"type":"Activity","schema_version":1,"id":"id-00000003","lead_id":"id-00000001","at":"2026-03-02T09:00:00Z","detail":{"kind":"page_visit","url":"/pricing","seconds":95}}');
INSERT INTO "leadkit_activity" VALUES(2,'id-00000005','id-00000001','2026-03-02 09:00:00.000000','{"type":"Activity","schema_version":1,"id":"id-00000005","lead_id":"id-00000001","at":"2026-03-02T09:00:00Z","detail":{"kind":"repeat_inquiry","channel":"web_form","submitted":{"name":"Wang Xiaoming","phone":["+86 13812345678"],"channel":"web_form"},"because":"the same phone number (+19.2)"}}');
INSERT INTO "leadkit_activity" VALUES(3,'id-00000006','id-00000001','2026-03-02 12:00:00.123456','{"type":"Activity","schema_version":1,"id":"id-00000006","lead_id":"id-00000001","at":"2026-03-02T12:00:00.123456Z","detail":{"kind":"call","key_points":"wants an ERP","minutes":7.5}}');
CREATE TABLE leadkit_campaign (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_campaign PRIMARY KEY (id)
);
INSERT INTO "leadkit_campaign" VALUES('campaign-1',1,'{"type":"Campaign","schema_version":1,"id":"campaign-1","name":"Spring fair","channel":"exhibition"}');
CREATE TABLE leadkit_contact (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_contact PRIMARY KEY (id)
);
INSERT INTO "leadkit_contact" VALUES('id-00000008',1,'{"type":"Contact","schema_version":1,"id":"id-00000008","customer_id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"王小明","given":"小明","family":"王"},"job_title":"采购总监","emails":[{"raw":"Wang@Example.com","address":"Wang@example.com"}],"phones":[{"raw":"138 1234 5678","e164":"+8613812345678","country":"CN","validity":"valid"}]}');
CREATE TABLE leadkit_customer (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_customer PRIMARY KEY (id)
);
INSERT INTO "leadkit_customer" VALUES('id-00000009',3,'{"type":"Customer","schema_version":1,"id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":"顶点科技有限公司","owner":"li","stage":"won","furthest_stage":"won","purchases":[{"at":"2026-03-02T12:00:00.123456Z","amount":{"amount":"120000.00","currency":"CNY"},"opportunity_id":"id-00000010"}],"version":3}');
CREATE TABLE leadkit_event (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR(36) NOT NULL, 
	aggregatetype VARCHAR(64) NOT NULL, 
	aggregateid VARCHAR(200) NOT NULL, 
	type VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	payload TEXT NOT NULL, 
	position BIGINT, 
	published_at DATETIME, 
	CONSTRAINT uq_leadkit_event_id UNIQUE (id), 
	CONSTRAINT uq_leadkit_event_aggregatetype_aggregateid_version UNIQUE (aggregatetype, aggregateid, version)
);
INSERT INTO "leadkit_event" VALUES(1,'7dfcf0e6-ce4f-5b04-b2fb-cebce16b2f23','Lead','id-00000001','LeadCaptured',1,'2026-03-02 09:00:00.000000','{"type":"LeadCaptured","schema_version":1,"subject_id":"id-00000001","version":1,"at":"2026-03-02T09:00:00Z","record":{"id":"id-00000001","created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T09:00:00Z","name":{"full":"王小明","given":"小明","family":"王"},"company":"顶点科技有限公司","job_title":"采购总监","emails":[{"raw":"Wang@Example.com","address":"Wang@example.com"}],"phones":[{"raw":"138 1234 5678","e164":"+8613812345678","country":"CN","validity":"valid"}],"source":{"channel":"exhibition"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(2,'90215f9d-c0a3-5cb2-92a8-54329e0033db','Lead','id-00000001','LeadScored',2,'2026-03-02 09:00:00.000000','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000001","version":2,"at":"2026-03-02T09:00:00Z","total":40,"priority":"medium","changes":{"score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"medium","at":"2026-03-02T09:00:00Z","model":"rules 325c5c6907b8","grade":"B3"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(3,'de62bb71-f6c2-5204-9664-fd9dbac479f9','Lead','id-00000001','FollowUpPlanned',3,'2026-03-02 09:00:00.000000','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000001","version":3,"at":"2026-03-02T09:00:00Z","follow_up_id":"id-00000002","due":"2026-03-03T09:00:00Z","goal":"make first contact and learn the need"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(4,'c77c6e6e-34f1-5b79-ad24-c28b161da87c','Lead','id-00000001','ActivityRecorded',4,'2026-03-02 09:00:00.000000','{"type":"ActivityRecorded","schema_version":1,"subject_id":"id-00000001","version":4,"at":"2026-03-02T09:00:00Z","activity_id":"id-00000003","kind":"page_visit"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(5,'ec1cce49-e6db-5634-9eea-24e03c15c5d7','Lead','id-00000001','LeadScored',5,'2026-03-02 09:00:00.000000','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000001","version":5,"at":"2026-03-02T09:00:00Z","total":60,"priority":"high","changes":{"score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"},{"axis":"engagement","points":5,"because":"visited our pages"},{"axis":"engagement","points":15,"because":"looked at products or prices"}],"priority":"high","at":"2026-03-02T09:00:00Z","model":"rules 325c5c6907b8","grade":"B2","reached":"mql"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(6,'98089ca6-6697-501c-89fc-4ffec3a99676','Lead','id-00000001','InquiryAttached',6,'2026-03-02 09:00:00.000000','{"type":"InquiryAttached","schema_version":1,"subject_id":"id-00000001","version":6,"at":"2026-03-02T09:00:00Z","activity_id":"id-00000005","channel":"web_form","because":"the same phone number (+19.2)","changes":{"waiting_since":"2026-03-02T09:00:00Z"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(7,'6a52cc52-ca7f-5494-8d44-b44c6917622c','Lead','id-00000001','LeadScored',7,'2026-03-02 09:00:00.000000','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000001","version":7,"at":"2026-03-02T09:00:00Z","total":75,"priority":"high","changes":{"score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"},{"axis":"engagement","points":5,"because":"visited our pages"},{"axis":"engagement","points":15,"because":"looked at products or prices"},{"axis":"engagement","points":15,"because":"asked again"}],"priority":"high","at":"2026-03-02T09:00:00Z","model":"rules 325c5c6907b8","grade":"B2","reached":"sql"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(8,'5c07e100-2e80-596b-a596-5d8e256c60d9','Lead','id-00000001','LeadAssigned',8,'2026-03-02 09:00:00.000000','{"type":"LeadAssigned","schema_version":1,"subject_id":"id-00000001","version":8,"at":"2026-03-02T09:00:00Z","trigger":"assign","source":"new","target":"assigned","reason":"","owner":"li","because":"named by hand","changes":{"owner":"li","owner_since":"2026-03-02T09:00:00Z","team":null,"pool":null}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(9,'7d5a9220-1da0-568f-95c4-5415decccd28','Lead','id-00000001','FollowUpPlanned',9,'2026-03-02 09:00:00.000000','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000001","version":9,"at":"2026-03-02T09:00:00Z","follow_up_id":"id-00000002","due":"2026-03-03T09:00:00Z","goal":"make first contact and learn the need"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(10,'5cc4a681-6013-55f4-b47a-eb0bb8811d3d','Lead','id-00000001','ActivityRecorded',10,'2026-03-02 12:00:00.123456','{"type":"ActivityRecorded","schema_version":1,"subject_id":"id-00000001","version":10,"at":"2026-03-02T12:00:00.123456Z","activity_id":"id-00000006","kind":"call","changes":{"first_response_at":"2026-03-02T12:00:00.123456Z","last_contact_at":"2026-03-02T12:00:00.123456Z","waiting_since":null}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(11,'8a65e2ca-44f6-56b1-9b38-6bc65fd68b06','Lead','id-00000001','LeadMoved',11,'2026-03-02 12:00:00.123456','{"type":"LeadMoved","schema_version":1,"subject_id":"id-00000001","version":11,"at":"2026-03-02T12:00:00.123456Z","trigger":"contact","source":"assigned","target":"working","reason":""}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(12,'51868f78-838d-526f-ab68-dc5b0c0a484a','Lead','id-00000001','LeadScored',12,'2026-03-02 12:00:00.123456','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000001","version":12,"at":"2026-03-02T12:00:00.123456Z","total":80,"priority":"high","changes":{"score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"},{"axis":"engagement","points":5,"because":"visited our pages"},{"axis":"engagement","points":15,"because":"looked at products or prices"},{"axis":"engagement","points":15,"because":"asked again"},{"axis":"engagement","points":5,"because":"talked to us"}],"priority":"high","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"B1","reached":"sql"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(13,'e991f545-33e5-5e32-bb3e-852231f6195d','Lead','id-00000001','FollowUpPlanned',13,'2026-03-02 12:00:00.123456','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000001","version":13,"at":"2026-03-02T12:00:00.123456Z","follow_up_id":"id-00000007","due":"2026-03-09T12:00:00.123456Z","goal":"settle the open questions and agree on a next step"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(14,'52477cb8-24e1-55a3-b928-36567f477899','Lead','id-00000001','LeadMoved',14,'2026-03-02 12:00:00.123456','{"type":"LeadMoved","schema_version":1,"subject_id":"id-00000001","version":14,"at":"2026-03-02T12:00:00.123456Z","trigger":"qualify","source":"working","target":"qualified","reason":"","changes":{"needs":["ERP"],"budget":{"amount":"120000.00","currency":"CNY"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(15,'0538f0b4-c78e-56b7-9f43-4723b288c895','Lead','id-00000001','LeadScored',15,'2026-03-02 12:00:00.123456','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000001","version":15,"at":"2026-03-02T12:00:00.123456Z","total":130,"priority":"high","changes":{"score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"named a budget"},{"axis":"fit","points":15,"because":"named a need"},{"axis":"fit","points":20,"because":"intent was confirmed"},{"axis":"fit","points":15,"because":"came to us in person or asked"},{"axis":"engagement","points":5,"because":"visited our pages"},{"axis":"engagement","points":15,"because":"looked at products or prices"},{"axis":"engagement","points":15,"because":"asked again"},{"axis":"engagement","points":5,"because":"talked to us"}],"priority":"high","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"A1","reached":"sql"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(16,'28ac9c1c-1df4-59e9-ad25-98d1a8bb4b88','Customer','id-00000009','CustomerCreated',1,'2026-03-02 12:00:00.123456','{"type":"CustomerCreated","schema_version":1,"subject_id":"id-00000009","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":"顶点科技有限公司","owner":"li"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(17,'01a7bd6f-c09d-5064-aa4d-4369bd34d595','Contact','id-00000008','ContactCreated',1,'2026-03-02 12:00:00.123456','{"type":"ContactCreated","schema_version":1,"subject_id":"id-00000008","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000008","customer_id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"王小明","given":"小明","family":"王"},"job_title":"采购总监","emails":[{"raw":"Wang@Example.com","address":"Wang@example.com"}],"phones":[{"raw":"138 1234 5678","e164":"+8613812345678","country":"CN","validity":"valid"}]}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(18,'e9bca86d-0a15-587b-99f4-c471211bfca1','Opportunity','id-00000010','OpportunityOpened',1,'2026-03-02 12:00:00.123456','{"type":"OpportunityOpened","schema_version":1,"subject_id":"id-00000010","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000010","customer_id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":"顶点科技有限公司","pipeline":"default","stage":"qualification","probability":10,"stage_entries":[{"stage":"qualification","at":"2026-03-02T12:00:00.123456Z","probability":10}],"amount":{"amount":"120000.00","currency":"CNY"},"contact_id":"id-00000008","lead_id":"id-00000001","owner":"li"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(19,'c6c683b2-3bf0-5830-8c53-250dc4f41ba9','Customer','id-00000009','CustomerMoved',2,'2026-03-02 12:00:00.123456','{"type":"CustomerMoved","schema_version":1,"subject_id":"id-00000009","version":2,"at":"2026-03-02T12:00:00.123456Z","trigger":"target","source":"potential","target":"target","reason":"","changes":{"furthest_stage":"target","stage_reason":""}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(20,'ebd6b1e4-a27b-5ba8-8214-65473ed18c39','Lead','id-00000001','LeadConverted',16,'2026-03-02 12:00:00.123456','{"type":"LeadConverted","schema_version":1,"subject_id":"id-00000001","version":16,"at":"2026-03-02T12:00:00.123456Z","trigger":"convert","source":"qualified","target":"converted","reason":"","contact_id":"id-00000008","customer_id":"id-00000009","opportunity_id":"id-00000010","changes":{"contact_id":"id-00000008","customer_id":"id-00000009","opportunity_id":"id-00000010"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(21,'b9216a81-69c6-5b16-b566-e0decaa76f39','Quote','id-00000011','QuoteDrafted',1,'2026-03-02 12:00:00.123456','{"type":"QuoteDrafted","schema_version":1,"subject_id":"id-00000011","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000011","opportunity_id":"id-00000010","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","lines":[{"product":"ERP","unit_price":{"amount":"118000.50","currency":"CNY"}}],"valid_until":"2026-06-01"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(22,'c6b09980-b22b-5397-81e4-8cc86107defc','Opportunity','id-00000010','OpportunityMoved',2,'2026-03-02 12:00:00.123456','{"type":"OpportunityMoved","schema_version":1,"subject_id":"id-00000010","version":2,"at":"2026-03-02T12:00:00.123456Z","trigger":"win","source":"qualification","target":"won","reason":"","changes":{"probability":100,"stage_entries":[{"stage":"qualification","at":"2026-03-02T12:00:00.123456Z","probability":10},{"stage":"won","at":"2026-03-02T12:00:00.123456Z","probability":100}],"closed_at":"2026-03-02T12:00:00.123456Z","lost_reason":""}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(23,'efcc3dd2-0e18-5b27-941f-8a39f986356d','Customer','id-00000009','CustomerMoved',3,'2026-03-02 12:00:00.123456','{"type":"CustomerMoved","schema_version":1,"subject_id":"id-00000009","version":3,"at":"2026-03-02T12:00:00.123456Z","trigger":"purchase","source":"target","target":"won","reason":"","changes":{"purchases":[{"at":"2026-03-02T12:00:00.123456Z","amount":{"amount":"120000.00","currency":"CNY"},"opportunity_id":"id-00000010"}],"furthest_stage":"won","stage_reason":""}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(24,'2a15207c-5907-59e5-b05c-54a172611c23','Lead','id-00000012','LeadCaptured',1,'2026-03-02 12:00:00.123456','{"type":"LeadCaptured","schema_version":1,"subject_id":"id-00000012","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000012","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"Zoë O’Neil 😀","given":"Zoë O’Neil","family":"😀"},"emails":[{"raw":"zoe@example.com","address":"zoe@example.com"}],"source":{"channel":"chat"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(25,'506cab75-d06a-51e0-8b6a-f235a3bc7037','Lead','id-00000012','LeadScored',2,'2026-03-02 12:00:00.123456','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000012","version":2,"at":"2026-03-02T12:00:00.123456Z","total":20,"priority":"low","changes":{"score":{"contributions":[{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"low","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"C3"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(26,'910782e0-f793-52dc-bcba-532bd9062e34','Lead','id-00000012','FollowUpPlanned',3,'2026-03-02 12:00:00.123456','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000012","version":3,"at":"2026-03-02T12:00:00.123456Z","follow_up_id":"id-00000013","due":"2026-03-03T12:00:00.123456Z","goal":"make first contact and learn the need"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(27,'87048379-0c33-580a-b4cb-7a279edd2d5e','Lead','id-00000012','LeadMoved',4,'2026-03-02 12:00:00.123456','{"type":"LeadMoved","schema_version":1,"subject_id":"id-00000012","version":4,"at":"2026-03-02T12:00:00.123456Z","trigger":"release","source":"new","target":"new","reason":"nobody speaks Irish","changes":{"owner":null,"team":null,"pool":"public"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(28,'1d1df2d4-0b43-5d26-b2a0-7aad9f05ab9a','Lead','id-00000014','LeadCaptured',1,'2026-03-02 12:00:00.123456','{"type":"LeadCaptured","schema_version":1,"subject_id":"id-00000014","version":1,"at":"2026-03-02T12:00:00.123456Z","record":{"id":"id-00000014","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"Zoe O''Neil","given":"Zoe","family":"O''Neil"},"phones":[{"raw":"+353 85 012 3456","e164":"+353850123456","country":"IE","validity":"valid"}],"source":{"channel":"phone"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(29,'3723d32a-257f-5e14-b04b-c070cd8cbf3a','Lead','id-00000014','LeadScored',2,'2026-03-02 12:00:00.123456','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000014","version":2,"at":"2026-03-02T12:00:00.123456Z","total":20,"priority":"low","changes":{"score":{"contributions":[{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"low","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"C3"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(30,'18c795a1-ffad-5e78-9267-066c9745a7ac','Lead','id-00000014','FollowUpPlanned',3,'2026-03-02 12:00:00.123456','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000014","version":3,"at":"2026-03-02T12:00:00.123456Z","follow_up_id":"id-00000015","due":"2026-03-03T12:00:00.123456Z","goal":"make first contact and learn the need"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(31,'95a31443-39c5-5761-af76-fecb14d31727','Lead','id-00000014','LeadAbsorbed',4,'2026-03-02 12:00:00.123456','{"type":"LeadAbsorbed","schema_version":1,"subject_id":"id-00000014","version":4,"at":"2026-03-02T12:00:00.123456Z","merge":"merge:bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d","into":"id-00000012","changes":{"merged_into":"id-00000012"}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(32,'3cf67313-a502-54e1-855f-8235cd6a28ce','Lead','id-00000012','LeadMerged',5,'2026-03-02 12:00:00.123456','{"type":"LeadMerged","schema_version":1,"subject_id":"id-00000012","version":5,"at":"2026-03-02T12:00:00.123456Z","merge":"merge:bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d","taken":["id-00000014"],"rules":{"handling":"highest_stage","name":"most_complete","company":"most_recent","job_title":"most_recent","emails":"union","phones":"union","address":"most_complete","website":"most_recent","industry":"most_recent","company_size":"most_recent","interests":"union","needs":"union","pain_points":"union","objections":"union","budget":"most_recent","decision_date":"most_recent","source":"survivor","consent":"most_restrictive","tags":"union","notes":"union","extra":"union","first_response_at":"earliest","last_contact_at":"latest","waiting_since":"earliest","contact_id":"survivor","customer_id":"survivor","opportunity_id":"survivor","referred_by":"survivor","may_be":"union","distinct_from":"union"},"origins":[{"name":"phones","ids":["id-00000014"],"set_at":"2026-03-02T12:00:00.123456Z"}],"changes":{"phones":[{"raw":"+353 85 012 3456","e164":"+353850123456","country":"IE","validity":"valid"}],"absorbed":["id-00000014"]}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(33,'1301fa9a-b44a-56e8-9904-11d1e9f1f94f','Lead','id-00000012','LeadScored',6,'2026-03-02 12:00:00.123456','{"type":"LeadScored","schema_version":1,"subject_id":"id-00000012","version":6,"at":"2026-03-02T12:00:00.123456Z","total":25,"priority":"medium","changes":{"score":{"contributions":[{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"medium","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"B3"}}}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(34,'3391255c-3e31-53db-ae56-8e974775199c','Lead','id-00000012','FollowUpPlanned',7,'2026-03-02 12:00:00.123456','{"type":"FollowUpPlanned","schema_version":1,"subject_id":"id-00000012","version":7,"at":"2026-03-02T12:00:00.123456Z","follow_up_id":"id-00000013","due":"2026-03-03T12:00:00.123456Z","goal":"make first contact and learn the need"}',NULL,NULL);
INSERT INTO "leadkit_event" VALUES(38,'979a0819-20a4-5d3d-b20e-4dc315b72482','Receipt','key:f1704f8fe28197b33d74f699026ff6cd43db3976273a482290cc138b1b5e47ab','InquiryRefused',1,'2026-03-02 12:00:00.123456','{"type":"InquiryRefused","schema_version":1,"subject_id":"key:f1704f8fe28197b33d74f699026ff6cd43db3976273a482290cc138b1b5e47ab","version":1,"at":"2026-03-02T12:00:00.123456Z","codes":["no_contact_details"]}',NULL,NULL);
CREATE TABLE leadkit_follow_up (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	lead_id VARCHAR(64) NOT NULL, 
	due DATETIME NOT NULL, 
	done BOOLEAN NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_follow_up PRIMARY KEY (id)
);
INSERT INTO "leadkit_follow_up" VALUES('id-00000002',3,'id-00000001','2026-03-03 09:00:00.000000',1,'{"type":"FollowUp","schema_version":1,"id":"id-00000002","lead_id":"id-00000001","due":"2026-03-03T09:00:00Z","goal":"make first contact and learn the need","because":"first contact within 24 h","owner":"li","clock":"first_contact","done_at":"2026-03-02T12:00:00.123456Z","outcome":"call","version":3}');
INSERT INTO "leadkit_follow_up" VALUES('id-00000007',2,'id-00000001','2026-03-09 12:00:00.123456',1,'{"type":"FollowUp","schema_version":1,"id":"id-00000007","lead_id":"id-00000001","due":"2026-03-09T12:00:00.123456Z","goal":"settle the open questions and agree on a next step","because":"every 7 days","owner":"li","done_at":"2026-03-02T12:00:00.123456Z","outcome":"the lead is converted","version":2}');
INSERT INTO "leadkit_follow_up" VALUES('id-00000013',2,'id-00000012','2026-03-03 12:00:00.123456',0,'{"type":"FollowUp","schema_version":1,"id":"id-00000013","lead_id":"id-00000012","due":"2026-03-03T12:00:00.123456Z","goal":"make first contact and learn the need","because":"first contact within 24 h","clock":"first_contact","version":2}');
INSERT INTO "leadkit_follow_up" VALUES('id-00000015',2,'id-00000014','2026-03-03 12:00:00.123456',1,'{"type":"FollowUp","schema_version":1,"id":"id-00000015","lead_id":"id-00000014","due":"2026-03-03T12:00:00.123456Z","goal":"make first contact and learn the need","because":"first contact within 24 h","clock":"first_contact","done_at":"2026-03-02T12:00:00.123456Z","outcome":"merged into id-00000012","version":2}');
CREATE TABLE leadkit_lead (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	status VARCHAR(64) NOT NULL, 
	owner VARCHAR(200), 
	pool VARCHAR(200), 
	merged_into VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_lead PRIMARY KEY (id)
);
INSERT INTO "leadkit_lead" VALUES('id-00000001',16,'converted','li',NULL,NULL,'2026-03-02 09:00:00.000000','2026-03-02 12:00:00.123456','{"type":"Lead","schema_version":1,"id":"id-00000001","created_at":"2026-03-02T09:00:00Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"王小明","given":"小明","family":"王"},"company":"顶点科技有限公司","job_title":"采购总监","emails":[{"raw":"Wang@Example.com","address":"Wang@example.com"}],"phones":[{"raw":"138 1234 5678","e164":"+8613812345678","country":"CN","validity":"valid"}],"needs":["ERP"],"budget":{"amount":"120000.00","currency":"CNY"},"source":{"channel":"exhibition"},"status":"converted","owner":"li","score":{"contributions":[{"axis":"fit","points":10,"because":"manages a department"},{"axis":"fit","points":5,"because":"company is known"},{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"named a budget"},{"axis":"fit","points":15,"because":"named a need"},{"axis":"fit","points":20,"because":"intent was confirmed"},{"axis":"fit","points":15,"because":"came to us in person or asked"},{"axis":"engagement","points":5,"because":"visited our pages"},{"axis":"engagement","points":15,"because":"looked at products or prices"},{"axis":"engagement","points":15,"because":"asked again"},{"axis":"engagement","points":5,"because":"talked to us"}],"priority":"high","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"A1","reached":"sql"},"first_response_at":"2026-03-02T12:00:00.123456Z","last_contact_at":"2026-03-02T12:00:00.123456Z","status_since":"2026-03-02T12:00:00.123456Z","owner_since":"2026-03-02T09:00:00Z","contact_id":"id-00000008","customer_id":"id-00000009","opportunity_id":"id-00000010","version":16}');
INSERT INTO "leadkit_lead" VALUES('id-00000012',7,'new',NULL,'public',NULL,'2026-03-02 12:00:00.123456','2026-03-02 12:00:00.123456','{"type":"Lead","schema_version":1,"id":"id-00000012","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"Zoë O’Neil 😀","given":"Zoë O’Neil","family":"😀"},"emails":[{"raw":"zoe@example.com","address":"zoe@example.com"}],"phones":[{"raw":"+353 85 012 3456","e164":"+353850123456","country":"IE","validity":"valid"}],"source":{"channel":"chat"},"pool":"public","score":{"contributions":[{"axis":"fit","points":5,"because":"writes from a company address"},{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"medium","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"B3"},"absorbed":["id-00000014"],"version":7}');
INSERT INTO "leadkit_lead" VALUES('id-00000014',4,'new',NULL,NULL,'id-00000012','2026-03-02 12:00:00.123456','2026-03-02 12:00:00.123456','{"type":"Lead","schema_version":1,"id":"id-00000014","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":{"full":"Zoe O''Neil","given":"Zoe","family":"O''Neil"},"phones":[{"raw":"+353 85 012 3456","e164":"+353850123456","country":"IE","validity":"valid"}],"source":{"channel":"phone"},"score":{"contributions":[{"axis":"fit","points":5,"because":"has a valid phone number"},{"axis":"fit","points":15,"because":"came to us in person or asked"}],"priority":"low","at":"2026-03-02T12:00:00.123456Z","model":"rules 325c5c6907b8","grade":"C3"},"merged_into":"id-00000012","version":4}');
CREATE TABLE leadkit_match_key (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(64) NOT NULL, 
	"key" VARCHAR(200) NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	claimed BOOLEAN, 
	CONSTRAINT uq_leadkit_match_key_kind_key_id UNIQUE (kind, "key", id), 
	CONSTRAINT uq_leadkit_match_key_kind_key_claimed UNIQUE (kind, "key", claimed)
);
INSERT INTO "leadkit_match_key" VALUES(1,'lead','42e2e30fa3ef82a4928a756f05130c136e2dcda9d90e8c7ec0e4d378f1a78833','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(2,'lead','4afb40ce4ba8416127dd77d3ea1e16744c406db7dbe4ddbab4e4fd3dfc323af5','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(3,'lead','5466eaea6776005be7e9b4b1bef4ad4a28361f354abb3e3724ae9a1878c7060f','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(4,'lead','81a61b5d2e3be6f07568cb66fa06e5677f2085aad3708303dced42eb78325fe7','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(5,'lead','88897c5001bce12284ac34ebd5e6fc46a463a66adabddbae2e5eb7db576ed312','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(6,'lead','99a7f1355fc136402c8b5bbcab381bd9cb5fac23256b5d713b3d9a623270b648','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(7,'lead','bfb05adde40098f83a248b0dcce71cbc9ea7c4e122d3c93d0804f127fcef49d4','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(8,'lead','cd770519b03c2d065ab7665c15c351d4d14047a0a5bec2d71329ab81b54e296e','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(9,'lead','e8159a99e383ed0674e278445cf955850c56a620dcffd79c7a99fd05fe1aa5b7','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(10,'lead','f4127ce647909b106d9114d069a3fff24e571b2de025f73a28cc952d9aae6bdc','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(11,'lead','0ce0b3eec65eca1bded88879c9bba360ef30dc9f5307a294767315891b54b1f0','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(12,'lead','5ba5aa099259894d14479912c851a97762a7882a5a09f49563a1df9f20b85f2e','id-00000001',1);
INSERT INTO "leadkit_match_key" VALUES(15,'contact','42e2e30fa3ef82a4928a756f05130c136e2dcda9d90e8c7ec0e4d378f1a78833','id-00000008',1);
INSERT INTO "leadkit_match_key" VALUES(16,'contact','f4127ce647909b106d9114d069a3fff24e571b2de025f73a28cc952d9aae6bdc','id-00000008',1);
INSERT INTO "leadkit_match_key" VALUES(17,'lead','1b0a8e1b9ce063663a760f2a31e676d58a91aabdf3b1f9f0336d2751abe3aab2','id-00000012',1);
INSERT INTO "leadkit_match_key" VALUES(18,'lead','708bbcc10ce26b7c3508486970ee735214661dc880fbf13356e8409c160e700b','id-00000012',1);
INSERT INTO "leadkit_match_key" VALUES(19,'lead','fdfe6b5495f506fc5f532564f477178d841df915d3e53241d68fa2e9dd1e156d','id-00000012',1);
INSERT INTO "leadkit_match_key" VALUES(20,'lead','4bc1d383a3714320e65c22b555d3576f3ca9a62c18c625427af8679299ddff32','id-00000014',1);
INSERT INTO "leadkit_match_key" VALUES(21,'lead','59f0f23c45b2081b143ac79383141565a6d32c1952e295f84d3bfcb406c412bc','id-00000014',1);
INSERT INTO "leadkit_match_key" VALUES(22,'lead','807133640c7c43904cc6bce8d9e999b4c5ee6ae4db635647cbbda2a9adbeebed','id-00000014',1);
INSERT INTO "leadkit_match_key" VALUES(23,'lead','e17d4b41d82583d47afa47d65febbb1acaa0fa394e4a930105dc1d1b29511627','id-00000014',1);
CREATE TABLE leadkit_opportunity (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_opportunity PRIMARY KEY (id)
);
INSERT INTO "leadkit_opportunity" VALUES('id-00000010',2,'{"type":"Opportunity","schema_version":1,"id":"id-00000010","customer_id":"id-00000009","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","name":"顶点科技有限公司","pipeline":"default","stage":"won","probability":100,"stage_entries":[{"stage":"qualification","at":"2026-03-02T12:00:00.123456Z","probability":10},{"stage":"won","at":"2026-03-02T12:00:00.123456Z","probability":100}],"amount":{"amount":"120000.00","currency":"CNY"},"contact_id":"id-00000008","lead_id":"id-00000001","owner":"li","closed_at":"2026-03-02T12:00:00.123456Z","version":2}');
CREATE TABLE leadkit_quote (
	id VARCHAR(64) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_quote PRIMARY KEY (id)
);
INSERT INTO "leadkit_quote" VALUES('id-00000011',1,'{"type":"Quote","schema_version":1,"id":"id-00000011","opportunity_id":"id-00000010","created_at":"2026-03-02T12:00:00.123456Z","updated_at":"2026-03-02T12:00:00.123456Z","lines":[{"product":"ERP","unit_price":{"amount":"118000.50","currency":"CNY"}}],"valid_until":"2026-06-01"}');
CREATE TABLE leadkit_receipt (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"key" VARCHAR(200) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	lead_id VARCHAR(64), 
	body TEXT NOT NULL, 
	CONSTRAINT uq_leadkit_receipt_key UNIQUE ("key")
);
INSERT INTO "leadkit_receipt" VALUES(1,'key:4ab15ed2aee2f52fae335a32ef4d39020ab3582f86b0f9d124e398ad92dc29ee','43469ad544b120870d1a88b2de365a223241b4ea7701adb9e9cfb60dd47e176b','2026-03-02 09:00:00.000000','id-00000001','{"type":"Receipt","schema_version":1,"key":"key:4ab15ed2aee2f52fae335a32ef4d39020ab3582f86b0f9d124e398ad92dc29ee","action":"capture","digest":"43469ad544b120870d1a88b2de365a223241b4ea7701adb9e9cfb60dd47e176b","at":"2026-03-02T09:00:00Z","lead_id":"id-00000001"}');
INSERT INTO "leadkit_receipt" VALUES(2,'after:58008ef91cfa5f94f8c4d0c2e44a7fa5f798dafd82ff96c5526ac99064bcfe6e','153a157042ccf108b64a096b7b3a05c3dc02603d6e9dcc69347e5b914e63af2d','2026-03-02 09:00:00.000000','id-00000001','{"type":"Receipt","schema_version":1,"key":"after:58008ef91cfa5f94f8c4d0c2e44a7fa5f798dafd82ff96c5526ac99064bcfe6e","action":"capture","digest":"153a157042ccf108b64a096b7b3a05c3dc02603d6e9dcc69347e5b914e63af2d","at":"2026-03-02T09:00:00Z","lead_id":"id-00000001","attached":true,"because":["the same phone number (+19.2)"]}');
INSERT INTO "leadkit_receipt" VALUES(3,'convert:id-00000001','id-00000010','2026-03-02 12:00:00.123456','id-00000001','{"type":"Receipt","schema_version":1,"key":"convert:id-00000001","action":"convert","digest":"id-00000010","at":"2026-03-02T12:00:00.123456Z","lead_id":"id-00000001","results":{"contact":"id-00000008","customer":"id-00000009","opportunity":"id-00000010"}}');
INSERT INTO "leadkit_receipt" VALUES(4,'after:cfb268f0911d0f56b08a474bc101debe30c6af920b5df256bc4e28bf189252bd','ccdf79b66ead456227fedea99839fbbe8b18bbba4aa984f36aef27d3f380dab7','2026-03-02 12:00:00.123456','id-00000012','{"type":"Receipt","schema_version":1,"key":"after:cfb268f0911d0f56b08a474bc101debe30c6af920b5df256bc4e28bf189252bd","action":"capture","digest":"ccdf79b66ead456227fedea99839fbbe8b18bbba4aa984f36aef27d3f380dab7","at":"2026-03-02T12:00:00.123456Z","lead_id":"id-00000012"}');
INSERT INTO "leadkit_receipt" VALUES(5,'after:1b791db189c2e3eda5ce07021d88b90951b742001b0f069c2c2de303d2385937','68db50488b7dbbf878ff2440161b149996df510a56fc7a7cd1584fcec03af3e0','2026-03-02 12:00:00.123456','id-00000014','{"type":"Receipt","schema_version":1,"key":"after:1b791db189c2e3eda5ce07021d88b90951b742001b0f069c2c2de303d2385937","action":"capture","digest":"68db50488b7dbbf878ff2440161b149996df510a56fc7a7cd1584fcec03af3e0","at":"2026-03-02T12:00:00.123456Z","lead_id":"id-00000014"}');
INSERT INTO "leadkit_receipt" VALUES(6,'merge:bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d','bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d','2026-03-02 12:00:00.123456','id-00000012','{"type":"Receipt","schema_version":1,"key":"merge:bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d","action":"merge","digest":"bf0ee81f9191ac21f4f0391e47e1e380083a06f40ab11cb9a671e61c6fc65a6d","at":"2026-03-02T12:00:00.123456Z","lead_id":"id-00000012","results":{"lead":"id-00000012"},"absorbed":["id-00000014"]}');
INSERT INTO "leadkit_receipt" VALUES(7,'after:cfdfc4abf48c8bb28ac076f5dde17c4d4da7592338543973e2eee7175b94c2f9','5c2cf5d44c4198167919ef1873d4c4378024f43948985264a7891168ac2065c8','2026-03-02 12:00:00.123456',NULL,'{"type":"Receipt","schema_version":1,"key":"after:cfdfc4abf48c8bb28ac076f5dde17c4d4da7592338543973e2eee7175b94c2f9","action":"capture","digest":"5c2cf5d44c4198167919ef1873d4c4378024f43948985264a7891168ac2065c8","at":"2026-03-02T12:00:00.123456Z"}');
INSERT INTO "leadkit_receipt" VALUES(8,'key:f1704f8fe28197b33d74f699026ff6cd43db3976273a482290cc138b1b5e47ab','071f66255766d3970977adf8d9fa1abf79a1f52d1a706590ec7d9e5d49ba4ca5','2026-03-02 12:00:00.123456',NULL,'{"type":"Receipt","schema_version":1,"key":"key:f1704f8fe28197b33d74f699026ff6cd43db3976273a482290cc138b1b5e47ab","action":"capture","digest":"071f66255766d3970977adf8d9fa1abf79a1f52d1a706590ec7d9e5d49ba4ca5","at":"2026-03-02T12:00:00.123456Z","problems":[{"code":"no_contact_details","field":"email","message":"has neither an e-mail nor a phone to answer to"}],"submitted":{"name":"Nobody","channel":"manual"}}');
CREATE TABLE leadkit_rotation (
	team VARCHAR(200) NOT NULL, 
	version BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_leadkit_rotation PRIMARY KEY (team)
);
CREATE TABLE leadkit_schema (
	id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	last_position BIGINT NOT NULL, 
	CONSTRAINT pk_leadkit_schema PRIMARY KEY (id)
);
INSERT INTO "leadkit_schema" VALUES(1,1,0);
CREATE INDEX ix_leadkit_lead_status_id ON leadkit_lead (status, id);
CREATE INDEX ix_leadkit_lead_updated_at_id ON leadkit_lead (updated_at, id);
CREATE INDEX ix_leadkit_lead_pool_id ON leadkit_lead (pool, id);
CREATE INDEX ix_leadkit_lead_owner_id ON leadkit_lead (owner, id);
CREATE INDEX ix_leadkit_follow_up_lead_id_done ON leadkit_follow_up (lead_id, done);
CREATE INDEX ix_leadkit_follow_up_done_due_id ON leadkit_follow_up (done, due, id);
CREATE INDEX ix_leadkit_activity_lead_id_at_seq ON leadkit_activity (lead_id, at, seq);
CREATE INDEX ix_leadkit_match_key_kind_id ON leadkit_match_key (kind, id);
CREATE INDEX ix_leadkit_receipt_lead_id ON leadkit_receipt (lead_id);
CREATE INDEX ix_leadkit_receipt_digest_at ON leadkit_receipt (digest, at);
CREATE INDEX ix_leadkit_event_position_seq ON leadkit_event (position, seq);
CREATE INDEX ix_leadkit_event_aggregateid_seq ON leadkit_event (aggregateid, seq);
CREATE INDEX ix_leadkit_event_published_at_seq ON leadkit_event (published_at, seq) WHERE published_at IS NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('leadkit_receipt',8);
INSERT INTO "sqlite_sequence" VALUES('leadkit_match_key',29);
INSERT INTO "sqlite_sequence" VALUES('leadkit_event',38);
INSERT INTO "sqlite_sequence" VALUES('leadkit_activity',3);
COMMIT;
