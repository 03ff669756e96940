"""Mail domains that say nothing about a company: free mailboxes and throw-away ones; and mailboxes of an office."""

__all__ = ["DISPOSABLE", "FREE_MAIL", "IGNORES_DOTS", "ROLES", "SAME_DOMAIN"]

#: Domains where anybody may have a mailbox, among them those of telephone and cable companies.
FREE_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com windowslive.com"
    " yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aim.com icloud.com me.com mac.com mail.com"
    " email.com usa.com post.com consultant.com engineer.com europe.com gmx.com gmx.net gmx.de gmx.at gmx.ch"
    " web.de t-online.de freenet.de arcor.de online.de 1und1.de email.de mail.de posteo.de mailbox.org"
    " kabelmail.de vodafone.de vodafonemail.de o2online.de magenta.de bluewin.ch hispeed.ch sunrise.ch aon.at"
    " chello.at a1.net inode.at kabsi.at protonmail.com proton.me pm.me protonmail.ch tutanota.com tutanota.de"
    " tuta.io tuta.com keemail.me fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com"
    " yandex.com yandex.ru ya.ru mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru lenta.ru ukr.net i.ua"
    " meta.ua bigmir.net tut.by outlook.de outlook.fr outlook.es outlook.it outlook.jp outlook.in outlook.co.uk"
    " hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.ch hotmail.com.br"
    " hotmail.com.ar hotmail.co.jp hotmail.se live.co.uk live.de live.fr live.it live.nl live.be live.ca"
    " live.cn live.com.au live.com.mx live.jp live.se live.dk live.no yahoo.co.uk yahoo.de yahoo.fr yahoo.it"
    " yahoo.es yahoo.ca yahoo.co.in yahoo.in yahoo.co.jp yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.au"
    " yahoo.com.hk yahoo.com.tw yahoo.com.sg yahoo.com.cn yahoo.cn yahoo.com.ph yahoo.com.my yahoo.co.id"
    " yahoo.com.vn yahoo.co.kr yahoo.ie yahoo.se yahoo.dk yahoo.no yahoo.gr yahoo.pl yahoo.ro rediffmail.com"
    " indiatimes.com sify.com in.com qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net vip.163.com"
    " vip.126.com 188.com sina.com sina.cn sina.com.cn vip.sina.com 2008.sina.com sohu.com vip.sohu.com 139.com"
    " 189.cn wo.cn wo.com.cn 21cn.com tom.com 263.net 263.net.cn x263.net aliyun.com"
    " chinaren.com eyou.com sogou.com 56.com 88.com 111.com tianya.cn hexun.com pchome.com.tw"
    " seed.net.tw hinet.net kimo.com url.com.tw netvigator.com hkbn.net i-cable.com biznetvigator.com"
    " ctimail.com singnet.com.sg starhub.net.sg pacific.net.sg naver.com hanmail.net daum.net nate.com"
    " kakao.com korea.com lycos.co.kr nifty.com biglobe.ne.jp ocn.ne.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp"
    " i.softbank.jp au.com excite.co.jp goo.jp so-net.ne.jp plala.or.jp infoseek.jp orange.fr wanadoo.fr"
    " free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr cegetel.net"
    " voila.fr libero.it virgilio.it tiscali.it alice.it tin.it fastwebnet.it inwind.it iol.it email.it tim.it"
    " telefonica.net terra.es ono.com wanadoo.es movistar.es sapo.pt mail.pt netcabo.pt clix.pt ziggo.nl"
    " kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl chello.nl upcmail.nl casema.nl telenet.be skynet.be"
    " proximus.be scarlet.be telia.com telia.se spray.se bredband.net comhem.se tele2.se online.no c2i.net"
    " broadpark.no mail.dk jubii.dk ofir.dk stofanet.dk tdcadsl.dk youmail.dk kolumbus.fi elisanet.fi"
    " luukku.com suomi24.fi saunalahti.fi wp.pl onet.pl onet.eu o2.pl interia.pl interia.eu gazeta.pl op.pl"
    " poczta.fm poczta.onet.pl tlen.pl vp.pl seznam.cz email.cz centrum.cz atlas.cz volny.cz post.cz azet.sk"
    " zoznam.sk centrum.sk freemail.hu citromail.hu t-online.hu indamail.hu abv.bg mail.bg dir.bg inbox.lv"
    " inbox.lt mail.ee hot.ee otenet.gr in.gr hol.gr mynet.com ttmail.com btinternet.com btopenworld.com"
    " talktalk.net sky.com virginmedia.com ntlworld.com blueyonder.co.uk tiscali.co.uk plusnet.com o2.co.uk"
    " tesco.net eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net"
    " earthlink.net juno.com netzero.net frontier.com windstream.net optonline.net roadrunner.com rr.com"
    " pacbell.net ameritech.net swbell.net centurylink.net embarqmail.com mindspring.com suddenlink.net"
    " excite.com lycos.com netscape.net rogers.com shaw.ca sympatico.ca bell.net telus.net videotron.ca"
    " cogeco.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au westnet.com.au"
    " internode.on.net xtra.co.nz slingshot.co.nz vodafone.co.nz telkomsa.net mweb.co.za webmail.co.za"
    " vodamail.co.za uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com oi.com.br"
    " zipmail.com.br prodigy.net.mx infinitum.com.mx fibertel.com.ar arnet.com.ar speedy.com.ar ciudad.com.ar"
    " vtr.net walla.co.il walla.com netvision.net.il 012.net.il bezeqint.net emirates.net.ae eim.ae maktoob.com".split()
)

#: Mailboxes for ten minutes. A list of them is never complete; these are the ones that forms see most.
DISPOSABLE = frozenset(
    "mailinator.com mailinator.net mailinator2.com guerrillamail.com guerrillamail.net guerrillamail.org"
    " guerrillamail.biz guerrillamail.de guerrillamail.info guerrillamailblock.com sharklasers.com grr.la"
    " pokemail.net spam4.me 10minutemail.com 10minutemail.net 10minutemail.org 10minemail.com 20minutemail.com"
    " 30minutemail.com 10mail.org 60minutemail.com temp-mail.org temp-mail.io temp-mail.com tempmail.com"
    " tempmail.net tempmail.org tempmail.de tempmail.dev tempmailo.com tempmail.plus tempmail.ninja tempr.email"
    " tempinbox.com tempemail.com tempemail.net tempail.com temporaryemail.net temporarymail.com temporarily.de"
    " tmpmail.org tmpmail.net tmpeml.com tmail.com tmailor.com tmail.ws yopmail.com yopmail.fr yopmail.net"
    " cool.fr.nf jetable.fr.nf nospam.ze.tc nomail.xl.cx mega.zik.dj speed.1s.fr courriel.fr.nf"
    " moncourrier.fr.nf monemail.fr.nf monmail.fr.nf throwawaymail.com throwawayemailaddress.com throwam.com"
    " trashmail.com trashmail.net trashmail.org trashmail.de trashmail.me trashmail.ws trash-mail.com"
    " trash-mail.de trash-mail.at wegwerfmail.de wegwerfmail.net wegwerfmail.org wegwerf-email.de"
    " wegwerfemail.de wegwerfadresse.de einwegmail.com spoofmail.de sofort-mail.de byom.de muellmail.com"
    " muell.email mailcatch.com mailnesia.com maildrop.cc maildrop.com mailnull.com mailsac.com mailforspam.com"
    " mailexpire.com mailtemp.net mailtemporaire.fr mailtemporaire.com mailpoof.com mailbox92.biz"
    " mail-temporaire.fr mail-temp.com mail.tm mail.gw mailto.plus fexpost.com fexbox.org mailbox.in.ua"
    " rover.info chitthi.in fextemp.com any.pink merepost.com inboxkitten.com inboxbear.com inboxalias.com"
    " getnada.com nada.email nada.ltd abyssmail.com dropjar.com getairmail.com zetmail.com vomoto.com"
    " tafmail.com amail.club boximail.com robot-mail.com clrmail.com getairmail.net dispostable.com"
    " disposableemailaddresses.com disposable.com discard.email discardmail.com discardmail.de spambog.com"
    " spambog.de spambog.ru emailondeck.com emailfake.com email-fake.com fakeinbox.com fakemail.net fakemail.fr"
    " fakemailgenerator.com fake-mail.ml fakeinbox.info fake-box.com generator.email emailtemporanea.net"
    " emailtemporanea.com emailsensei.com emailigo.de emailias.com emailmiser.com emailtemporario.com.br"
    " mohmal.com mohmal.in mohmal.tech moakt.com moakt.cc moakt.ws tmails.net disbox.net disbox.org moakt.co"
    " bareed.ws drmail.in spamgourmet.com spamgourmet.net spamgourmet.org spamex.com spamfree24.org"
    " spamfree24.com spamfree24.de spamherelots.com spamhole.com spaml.de spaml.com spammotel.com spamspot.com"
    " spamavert.com spamcero.com spam.la spam.su antispam.de antispammail.de nospamfor.us nospammail.net"
    " jetable.org jetable.com jetable.net jetable.email kasmail.com kurzepost.de lifebyfood.com lookugly.com"
    " meltmail.com mintemail.com mt2009.com mt2014.com mytrashmail.com mytemp.email mytempemail.com"
    " mymail-in.net nepwk.com no-spam.ws nobulk.com noclickemail.com nogmailspam.info nowmymail.com"
    " objectmail.com oneoffemail.com onewaymail.com owlpic.com pookmail.com privacy.net proxymail.eu"
    " punkass.com putthisinyourspamdatabase.com quickinbox.com rcpt.at recode.me recursor.net rtrtr.com"
    " safe-mail.net safersignup.de safetymail.info sandelf.de saynotospams.com selfdestructingmail.com"
    " shieldedmail.com shiftmail.com shitmail.me shortmail.net sibmail.com smellfear.com snakemail.com"
    " sneakemail.com sogetthis.com soodonims.com streetwisemail.com superrito.com suremail.info teleworm.us"
    " armyspy.com cuvox.de dayrep.com einrot.com fleckens.hu gustr.com jourrapide.com rhyta.com"
    " thanksnospam.info thisisnotmyrealemail.com tilien.com tradermail.info trbvm.com turual.com twinmail.de"
    " tyldd.com uggsrock.com upliftnow.com venompen.com veryrealemail.com viditag.com walala.org"
    " wetrainbayarea.com whyspam.me willselfdestruct.com winemaven.info wronghead.com xagloo.com xemaps.com"
    " xents.com xmaily.com xoxy.net yep.it yogamaven.com yuurok.com zehnminutenmail.de zippymail.info"
    " zoemail.org burnermail.io anonbox.net anonymbox.com anonaddy.me incognitomail.com incognitomail.org"
    " instant-mail.de instantemailaddress.com binkmail.com bobmail.info bodhi.lawlita.com bofthew.com"
    " brefmail.com bugmenot.com bumpymail.com chammy.info chogmail.com clixser.com crazymailing.com"
    " deadaddress.com despam.it devnullmail.com dodgeit.com dodgit.com dontreg.com dumpmail.de dumpandjunk.com"
    " dump-email.info e4ward.com eelmail.com email60.com ephemail.net explodemail.com filzmail.com freundin.ru"
    " frapmail.com garliclife.com gishpuppy.com gowikibooks.com great-host.in h8s.org haltospam.com"
    " harakirimail.com hidemail.de hmamail.com hochsitze.com hulapla.de imails.info imgof.com ipoo.org"
    " irish2me.com iwi.net klassmaster.com klzlk.com koszmail.pl letthemeatspam.com litedrop.com lroid.com"
    " luxusmail.org mailde.de maileater.com mailfreeonline.com mailguard.me mailimate.com mailin8r.com"
    " mailmoat.com mailscrap.com mailshell.com mailsiphon.com mailslite.com mailzilla.com mbx.cc mezimages.net"
    " minuteinbox.com minutemail.com mail7.io mailinatar.com 1secmail.com 1secmail.net 1secmail.org esiix.com"
    " wwjmp.com xojxe.com yoggm.com vjuum.com laafd.com txcct.com dcctb.com kzccv.com qiott.com wuuvo.com"
    " icznn.com ezztt.com bccto.me chacuo.net 027168.com linshiyouxiang.net linshi-email.com 24mail.top"
    " 10minutesmail.com snapmail.cc guerillamail.com cs.email emlhub.com emlpro.com emltmp.com yomail.info"
    " spymail.one dropmail.me 10mail.tk freeml.net mimimail.me zeroe.ml pickmail.org luxiang.club".split()
)

#: Local parts that a whole office reads, in comparing form.
ROLES = frozenset(
    "info information infos sales sale salesteam verkauf vertrieb ventes vendite ventas commercial comercial"
    " commerciale office buero buro bureau sekretariat secretariat secretaria segreteria kontakt contact"
    " contacts contacto contatto kontakty hello hi hallo hola bonjour ciao mail email post postmaster"
    " hostmaster webmaster admin administrator administration support helpdesk help service services"
    " servicedesk kundenservice customerservice customer customers customercare care cs client clients billing"
    " accounts accounting account accountspayable ap ar buchhaltung rechnung rechnungen invoice invoices"
    " comptabilite facturation facturacion finance finanzen purchasing purchase procurement einkauf achats"
    " acquisti compras buyer orders order bestellung bestellungen commande commandes pedidos ordini marketing"
    " pr press presse media news newsletter hr jobs job careers career recruiting recruitment recruit bewerbung"
    " personal rrhh rh team staff all everyone enquiries enquiry inquiries inquiry anfrage anfragen feedback"
    " export import shop store web website abuse security privacy legal datenschutz dpo gdpr noreply no-reply"
    " donotreply do-not-reply nobody reception empfang frontdesk booking bookings reservations reservation"
    " hotel events event it itsupport edv tech technik technical dev root system ops operations management"
    " direction direktion geschaeftsleitung gf ceo cfo cto coo president kefu xiaoshou shichang caigou renshi"
    " hezuo lianxi zhaopin bangong gongsi caiwu waimao business biz trade kundeservice kundtjanst myynti"
    " asiakaspalvelu tilaukset zentrale werkstatt lager versand logistik logistics 客服 销售 市场 采购 人事"
    " 财务 招聘 商务 合作 行政 办公室 前台".split()
)

#: Domain → the one that its mailboxes live at.
SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
    "pm.me": "proton.me",
    "protonmail.com": "proton.me",
}
#: Domains that read "j.doe" and "jdoe" as one mailbox.
IGNORES_DOTS = frozenset({"gmail.com", "googlemail.com"})
