"""The nouns: frozen, checked when built, equal by value. Times are exact UTC datetimes."""

from leadkit.model.activity import (
    Activity,
    AdClick,
    AdResponse,
    Call,
    Detail,
    Direction,
    Download,
    EmailClick,
    EmailMessage,
    EmailOpen,
    FormSubmission,
    Meeting,
    Message,
    Note,
    PageVisit,
    RecordUpdate,
    RepeatInquiry,
    Visit,
    Webinar,
)
from leadkit.model.campaign import Campaign
from leadkit.model.channel import Channel
from leadkit.model.contact import Contact, ContactRole
from leadkit.model.customer import Customer, CustomerKind, Feedback, Purchase
from leadkit.model.deal import Competitor, CompetitorStatus, Contract, DealContact
from leadkit.model.followup import AlarmLevel, Clock, ContentKind, FollowUp, FollowUpChannel
from leadkit.model.inquiry import Inquiry, InquiryFields
from leadkit.model.lead import Lead
from leadkit.model.line import LineAmounts, QuoteLine, TaxAmount, TaxRounding, Totals
from leadkit.model.opportunity import Opportunity, StageEntry
from leadkit.model.quote import Quote
from leadkit.model.receipt import Action, Receipt
from leadkit.model.score import Axis, Contribution, Priority, Score
from leadkit.model.values import Address, Consent, EmailAddress, PersonName, PhoneNumber, PhoneValidity, Source

__all__ = [
    "Action",
    "Activity",
    "AdClick",
    "AdResponse",
    "Address",
    "AlarmLevel",
    "Axis",
    "Call",
    "Campaign",
    "Channel",
    "Clock",
    "Competitor",
    "CompetitorStatus",
    "Consent",
    "Contact",
    "ContactRole",
    "ContentKind",
    "Contract",
    "Contribution",
    "Customer",
    "CustomerKind",
    "DealContact",
    "Detail",
    "Direction",
    "Download",
    "EmailAddress",
    "EmailClick",
    "EmailMessage",
    "EmailOpen",
    "Feedback",
    "FollowUp",
    "FollowUpChannel",
    "FormSubmission",
    "Inquiry",
    "InquiryFields",
    "Lead",
    "LineAmounts",
    "Meeting",
    "Message",
    "Note",
    "Opportunity",
    "PageVisit",
    "PersonName",
    "PhoneNumber",
    "PhoneValidity",
    "Priority",
    "Purchase",
    "Quote",
    "QuoteLine",
    "Receipt",
    "RecordUpdate",
    "RepeatInquiry",
    "Score",
    "Source",
    "StageEntry",
    "TaxAmount",
    "TaxRounding",
    "Totals",
    "Visit",
    "Webinar",
]
