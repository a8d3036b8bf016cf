/* Delivery reports of many makes, in words of our own, and mails that are none.
 */
#pragma once

#define TO "To: seniorjob+k3y@seniorjob.example\r\n"
#define EMPTY "Return-Path: <>\r\n" TO
#define DAEMON "From: Mail Delivery System <MAILER-DAEMON@mx.post.example>\r\n" TO
#define TEXT "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
#define HTML "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
#define OUTLOOK                \
    "From: Microsoft Outlook " \
    "<MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.onmicrosoft.com>\r\n" TO

struct row {
    const char *name, *mail;
    const char *bounces; /* "address action status hard|soft", one a line; NULL: no bounce */
};

static const struct row rows[] = {
    {"qmail",
     DAEMON "Subject: failure notice\r\n" TEXT
            "Hi. This is the qmail-send program at post.example.\nI'm afraid I wasn't able to "
            "deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work "
            "out.\n\n<hans@andet.example>:\n192.0.2.1 does not like recipient.\n"
            "Remote host said: 550 No such user here\nGiving up on 192.0.2.1.\n\n--- Below this "
            "line is a copy of the message.\n\n"
            "Return-Path: <x@seniorjob.example>\nTo: ole@andet.example\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"qmail, two of them",
     DAEMON
     "Subject: failure notice\r\n" TEXT
     "Hi. This is the qmail-send program at post.example.\n\n<hans@andet.example>:\nSorry, no "
     "mailbox here by that name. (#5.1.1)\n\n"
     "<ida@tredje.example>:\nSorry, I couldn't find any host named tredje.example. (#5.1.2)\n",
     "hans@andet.example failed 5.1.1 hard\nida@tredje.example failed 5.1.2 hard"},
    {"qmail, full",
     DAEMON "Subject: failure notice\r\n" TEXT
            "<hans@andet.example>:\nThe user's mailbox is over quota.\n",
     "hans@andet.example failed 5.2.2 soft"},
    {"Exim",
     EMPTY "From: Mail Delivery System <Mailer-Daemon@post.example>\r\nX-Failed-Recipients: "
           "hans@andet.example\r\n"
           "Auto-Submitted: auto-replied\r\nSubject: Mail delivery failed: returning message to "
           "sender\r\n" TEXT
           "This message was created automatically by mail delivery software.\n\nA message that "
           "you sent could not be delivered to one or more of its\n"
           "recipients. This is a permanent error. The following address(es) failed:\n\n  "
           "hans@andet.example\n    host mx.andet.example [192.0.2.1]\n"
           "    SMTP error from remote mail server after RCPT TO:<hans@andet.example>:\n    550 "
           "Unknown recipient\n\n"
           "------ This is a copy of the message, including all the headers. ------\n\nFrom: "
           "Seniorjob <seniorjob@seniorjob.example>\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"Exim, unrouteable",
     EMPTY "From: Mailer-Daemon@post.example\r\nSubject: Mail delivery failed: returning message "
           "to sender\r\n" TEXT "  hans@andet.example\n    Unrouteable address\n  "
           "ida@andet.example\n    mailbox is full: retry timeout exceeded\n",
     "hans@andet.example failed 5.1.1 hard\nida@andet.example failed 5.2.2 soft"},
    {"Exim, two failed recipients in the header",
     EMPTY
     "From: Mailer-Daemon@post.example\r\nX-Failed-Recipients: hans@andet.example, "
     "ida@andet.example\r\n"
     "Subject: Mail delivery failed: returning message to sender\r\n" TEXT
     "  hans@andet.example\n    550 5.1.1 unknown\n  ida@andet.example\n    552 5.2.2 over quota\n",
     "hans@andet.example failed 5.1.1 hard\nida@andet.example failed 5.2.2 soft"},
    {"Exim, a warning",
     EMPTY "From: Mailer-Daemon@post.example\r\nSubject: Warning: message 1UNxyz-0001 delayed 24 "
           "hours\r\n" TEXT
           "A message that you sent has not yet been delivered to one or more of its\nrecipients "
           "after more than 24 hours on the queue on post.example.\n\n"
           "The address to which the message has not yet been delivered is:\n\n  "
           "hans@andet.example\n    Delay reason: Connection timed out\n\n"
           "No action is required on your part. Delivery attempts will continue for\nsome time.\n",
     "hans@andet.example delayed 4.4.7 soft"},
    {"sendmail, an old transcript",
     "From: Mail Delivery Subsystem <MAILER-DAEMON@post.example>\r\n" TO
     "Subject: Returned mail: User unknown\r\n" TEXT
     "   ----- The following addresses had permanent fatal errors -----\n<hans@andet.example>\n\n  "
     " ----- Transcript of session follows -----\n"
     "... while talking to mx.andet.example.:\n>>> RCPT To:<hans@andet.example>\n<<< 550 "
     "<hans@andet.example>... User unknown\n"
     "550 <hans@andet.example>... User unknown\n\n   ----- Original message follows -----\n\nTo: "
     "ole@andet.example\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"sendmail, older still",
     DAEMON "Subject: Returned mail: Host unknown\r\n" TEXT
            "   ----- Transcript of session follows -----\n550 hans@andet.example... Host unknown "
            "(Name server: andet.example: host not found)\n\n"
            "   ----- Unsent message follows -----\nTo: ole@andet.example\n",
     "hans@andet.example failed 5.1.2 hard"},
    {"sendmail, five days",
     DAEMON "Subject: Returned mail: Cannot send message within 5 days\r\n" TEXT
            "    ----- The following addresses had permanent fatal errors "
            "-----\n<hans@andet.example>\n\n   ----- Transcript of session follows -----\n"
            "<hans@andet.example>... Deferred: Connection refused by mx.andet.example.\nMessage "
            "could not be delivered for 5 days\n",
     "hans@andet.example failed 4.4.7 soft"},
    {"Postfix before 2.3",
     DAEMON
     "Subject: Undelivered Mail Returned to Sender\r\n" TEXT
     "This is the Postfix program at host post.example.\n\nI'm sorry to have to inform you that "
     "the message returned\nbelow could not be delivered to one or more destinations.\n\n"
     "<hans@andet.example>: host mx.andet.example[192.0.2.1] said: 554 <hans@andet.example>: "
     "Recipient\n    address rejected: User unknown in virtual\n    mailbox table\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"Exchange 5.5",
     EMPTY "From: System Administrator <postmaster@firma.example>\r\nSubject: Undeliverable: "
           "Seniorjobberen\r\n" TEXT
           "Your message\n\n  To:      Hans\n  Subject: Seniorjobberen\n  Sent:    Tue, 2 Apr 2013 "
           "10:00:00 +0200\n\ndid not reach the following recipient(s):\n\n"
           "hans@firma.example on Tue, 2 Apr 2013 10:00:09 +0200\n    The recipient name is not "
           "recognized\n\tThe MTS-ID of the original message is: c=dk;a= ;p=Firma\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Exchange 2003, Danish",
     EMPTY
     "From: Systemadministrator <postmaster@firma.example>\r\nSubject: "
     "=?utf-8?Q?Kan_ikke_leveres=3A_Seniorjobberen?=\r\n" TEXT
     "Meddelelsen nåede ikke frem til nogle af eller alle de ønskede modtagere.\n\n      "
     "Emne:\tSeniorjobberen\n      Sendt:\t02-04-2013 10:00\n\n"
     "Følgende modtager(e) kan ikke nås:\n\n      hans@firma.example den 02-04-2013 10:01\n        "
     "    E-mail-kontoen findes ikke i den organisation, som meddelelsen blev sendt til.\n"
     "            Kontroller e-mail-adressen, eller kontakt modtageren direkte.\n            "
     "<mx.firma.example #5.1.1>\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Exchange 2007, Danish",
     EMPTY "From: postmaster@firma.example\r\nSubject: "
           "=?utf-8?Q?Kan_ikke_leveres=3A_Seniorjobberen?=\r\n" TEXT
           "Levering mislykkedes til disse modtagere eller "
           "distributionslister:\n\nhans@firma.example<mailto:hans@firma.example>\n"
           "Modtagerens postkasse er fuld og kan ikke modtage meddelelser nu. Prøv at sende "
           "meddelelsen igen senere.\n\n"
           "Diagnosticeringsoplysninger for administratorer:\n\nGenererende server: "
           "mx.firma.example\n\nhans@firma.example\n#552 5.2.2 RESOLVER.RST.MailboxFull ##\n\n"
           "Oprindelige meddelelsesheadere:\n\nFrom: Seniorjob <seniorjob@seniorjob.example>\nTo: "
           "ole@firma.example\n",
     "hans@firma.example failed 5.2.2 soft"},
    {"Exchange 2010, English",
     OUTLOOK "Subject: Undeliverable: Seniorjobberen\r\n" TEXT
             "Delivery has failed to these recipients or "
             "groups:\n\nhans@firma.example<mailto:hans@firma.example>\n"
             "The e-mail address you entered couldn't be found. Please check the recipient's "
             "e-mail address and try to resend the message.\n\n"
             "Diagnostic information for administrators:\n\nGenerating server: "
             "firma.example\n\nhans@firma.example\n#< #5.1.1 smtp;550 5.1.1 "
             "RESOLVER.ADR.RecipNotFound; not found> #SMTP#\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Office 365, Danish, HTML alone",
     OUTLOOK
     "X-MS-Exchange-Message-Is-Ndr:\r\nSubject: "
     "=?utf-8?Q?Kan_ikke_leveres=3A_Seniorjobberen?=\r\n" HTML
     "<html><body><table><tr><td><b>Din meddelelse til hans@firma.example kunne ikke "
     "leveres.</b></td></tr></table>"
     "<p><b>hans</b> blev ikke fundet hos <b>firma.example</b>.</p><p>Rapporteret fejl: <i>550 "
     "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup</i></p>"
     "<p>DSN genereret af: mx.firma.example</p></body></html>",
     "hans@firma.example failed 5.1.10 hard"},
    {"Office 365, Danish, no code",
     OUTLOOK "Subject: =?utf-8?Q?Kan_ikke_leveres=3A_Seniorjobberen?=\r\n" HTML
             "<p>Din meddelelse til <a href=\"mailto:hans@firma.example\">hans@firma.example</a> "
             "kunne ikke leveres.</p><p>hans@firma.example blev ikke fundet.</p>",
     "hans@firma.example failed 5.1.1 hard"},
    {"Office 365, delayed",
     OUTLOOK
     "Subject: Delivery delayed: Seniorjobberen\r\n" HTML
     "<p>Delivery is delayed to these recipients or groups:</p><p>hans@firma.example</p><p>This "
     "message hasn't been delivered yet. Delivery will continue to be attempted.</p>",
     "hans@firma.example delayed - soft"},
    {"Exchange Online expired",
     OUTLOOK "Subject: Undeliverable: Seniorjobberen\r\n" TEXT
             "Your message to hans@firma.example couldn't be delivered.\nReported error: 550 "
             "5.4.300 Message expired\n",
     "hans@firma.example failed 5.4.300 soft"},
    {"Gmail, old",
     EMPTY "From: Mail Delivery Subsystem "
           "<mailer-daemon@googlemail.example>\r\nX-Failed-Recipients: hans@andet.example\r\n"
           "Subject: Delivery Status Notification (Failure)\r\n" TEXT
           "Delivery to the following recipient failed permanently:\n\n     "
           "hans@andet.example\n\nTechnical details of permanent failure:\n"
           "Google tried to deliver your message, but it was rejected by the recipient domain. The "
           "error that the other server returned was: 550 550 Mailbox unavailable (state 13).\n\n"
           "----- Original message -----\n\nMessage-ID: <1@seniorjob.example>\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"Gmail, new, Danish",
     EMPTY
     "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\r\n"
     "Subject: Delivery Status Notification (Failure)\r\n" HTML
     "<h2>Adressen blev ikke fundet</h2><p>Din besked blev ikke leveret til "
     "<b>hans@andet.example</b>, fordi adressen ikke blev fundet eller ikke kan modtage mails.</p>",
     "hans@andet.example failed 5.1.1 hard"},
    {"Gmail, delayed",
     EMPTY "From: Mail Delivery Subsystem "
           "<mailer-daemon@googlemail.example>\r\nX-Failed-Recipients: hans@andet.example\r\n"
           "Subject: Delivery Status Notification (Delay)\r\n" TEXT
           "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING "
           "MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\n"
           "Delivery to the following recipient has been delayed:\n\n     "
           "hans@andet.example\n\nMessage will be retried for 2 more day(s)\n",
     "hans@andet.example delayed - soft"},
    {"Notes",
     EMPTY "From: Postmaster@firma.example\r\nSubject: DELIVERY FAILURE: User hans "
           "(hans@firma.example) not listed in Domino Directory\r\n" TEXT
           "Your message\n\n  Subject: Seniorjobberen\n\nwas not delivered to:\n\n  "
           "hans@firma.example\n\nbecause:\n\n  User hans (hans@firma.example) not listed in "
           "Domino Directory\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Notes, Danish",
     EMPTY "From: Postmaster@firma.example\r\nSubject: LEVERINGSFEJL: Seniorjobberen\r\n" TEXT
           "Din meddelelse\n\n  Emne: Seniorjobberen\n\nblev ikke leveret til:\n\n  "
           "hans@firma.example\n\nfordi:\n\n  Brugeren hans (hans@firma.example) findes ikke i "
           "Domino-biblioteket\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"MailMarshal",
     "From: MailMarshal@firma.example\r\n" TO "Subject: Message Delivery Failure\r\n" TEXT
     "This message has been generated by MailMarshal.\n\nMailMarshal was unable to deliver the "
     "following message:\n\nRecipient: hans@firma.example\n\nReason: 552 mailbox full\n",
     "hans@firma.example failed 5.2.2 soft"},
    {"GroupWise",
     EMPTY "From: Mailer-Daemon@firma.example\r\nSubject: Message status - undeliverable\r\n" TEXT
           "The message that you sent was undeliverable to the following:\n\thans@firma.example "
           "(user not found)\n\nPossibly truncated original message follows:\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Mercury",
     "From: Electronic Postmaster <Maiser@firma.example>\r\n" TO
     "Subject: Postmaster Notify: Delivery Failure.\r\n" TEXT
     "The attached message has failed delivery and has been referred to you\nas postmaster. The "
     "following error report was given:\n\n"
     "*** hans@firma.example\nUser not known at this site.\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"CommuniGate",
     EMPTY
     "From: MAILER-DAEMON@firma.example\r\nSubject: Undeliverable mail: Seniorjobberen\r\n" TEXT
     "Failed to deliver to 'hans@firma.example'\nSMTP module(domain firma.example) reports:\n "
     "account is disabled\n",
     "hans@firma.example failed 5.2.1 hard"},
    {"Barracuda",
     "From: Barracuda Spam Firewall <postmaster@firma.example>\r\n" TO
     "Subject: **Message you sent blocked by our bulk email filter**\r\n" TEXT
     "Your message to: hans@firma.example\nwas blocked by our Spam Firewall. The email you sent "
     "with the following subject has NOT BEEN DELIVERED:\n\nSubject: Seniorjobberen\n",
     "hans@firma.example failed 5.7.1 soft"},
    {"Mimecast",
     EMPTY
     "From: postmaster@mimecast.example\r\nSubject: [Postmaster] Email Delivery Failure\r\n" TEXT
     "This is a delivery failure notification message indicating that an email you addressed to "
     "email address :\n-- hans@firma.example\n\ncould not be delivered. The problem appears to be "
     ":\n"
     "-- Recipient email address is possibly incorrect\n\nAdditional information follows :\n-- "
     "5.1.1 Recipient not found\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"MDaemon",
     "From: MDaemon at firma.example <MDaemon@firma.example>\r\n" TO
     "Subject: Permanent Delivery Failure\r\n" TEXT
     "The attached message had PERMANENT fatal delivery errors!\n\nFailed address: "
     "hans@firma.example\n\n--> RCPT To:<hans@firma.example>\n<-- 550 5.1.1 unknown\n",
     "hans@firma.example failed 5.1.1 hard"},
    {"Yahoo",
     EMPTY
     "From: MAILER-DAEMON@yahoo.example\r\nSubject: Failure Notice\r\n" TEXT
     "Sorry, we were unable to deliver your message to the following "
     "address.\n\n<hans@yahoo.example>:\n"
     "554: delivery error: dd This user doesn't have a yahoo.example account (hans@yahoo.example) "
     "[-5] - mta1.yahoo.example\n\n--- Below this line is a copy of the message.\n",
     "hans@yahoo.example failed 5.1.1 hard"},
    {"AOL, refused",
     EMPTY "From: MAILER-DAEMON@aol.example\r\nSubject: Mail Delivery Problem\r\n" TEXT
           "Your mail to the following recipients could not be delivered because they are not "
           "accepting mail from you:\n  hans@aol.example\n 554 rejected by policy\n",
     "hans@aol.example failed 5.7.1 soft"},
    {"T-Online",
     EMPTY "From: Mail Delivery System <mailer-daemon@t-online.example>\r\nSubject: Unzustellbare "
           "E-Mail\r\n" TEXT "Ihre Nachricht konnte nicht zugestellt "
           "werden:\n\nhans@t-online.example\nEmpfänger unbekannt\n",
     "hans@t-online.example failed 5.1.1 hard"},
    {"a Danish provider",
     EMPTY "From: Postmaster <postmaster@net.example>\r\nSubject: "
           "=?utf-8?Q?Din_mail_kunne_ikke_leveres?=\r\n" TEXT
           "Hej\n\nDin mail til hans@net.example kunne ikke afleveres. Årsag: postkassen er "
           "fuld.\n\nHilsen postsystemet\n",
     "hans@net.example failed 5.2.2 soft"},
    {"a Danish provider, closed",
     EMPTY "From: mail-system@net.example\r\nSubject: Mailen blev ikke afleveret\r\n" TEXT
           "Vi kunne ikke aflevere din mail til disse modtagere:\n\nhans@net.example: kontoen er "
           "nedlagt\n",
     "hans@net.example failed 5.2.1 hard"},
    {"a Danish delay",
     EMPTY "From: mail-system@net.example\r\nSubject: Forsinket levering\r\n" TEXT
           "Din mail til hans@net.example er forsinket. Vi prøver igen de næste 4 dage.\n",
     "hans@net.example delayed - soft"},
    {"Swedish",
     EMPTY "From: postmaster@foretag.example\r\nSubject: "
           "=?utf-8?Q?Kan_inte_levereras=3A_Seniorjobberen?=\r\n" TEXT
           "Meddelandet kunde inte levereras till:\n\nhans@foretag.example\nOkänd mottagare\n",
     "hans@foretag.example failed 5.1.1 hard"},
    {"no greylisting for ever",
     DAEMON
     "Subject: Undelivered Mail Returned to Sender\r\n" TEXT
     "<hans@andet.example>: host mx said: 450 4.2.0 Greylisted (in reply to RCPT TO command)\n",
     "hans@andet.example failed 4.2.0 soft"},
    {"a version is no status",
     DAEMON "Subject: Undelivered Mail Returned to Sender\r\n" TEXT
            "This is Exim 4.5.1 at 5.2.1.9\n\n<hans@andet.example>: 550 5.1.1. Unknown\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"a report without status",
     DAEMON "Content-Type: multipart/report; report-type=delivery-status; "
            "boundary=x\r\n\r\n--x\r\n\r\nsorry\r\n--x\r\n"
            "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; "
            "mx\r\n\r\nOriginal-Recipient: rfc822;ole@andet.example\r\nFinal-Recipient: rfc822; "
            "<hans@andet.example> (Hans)\r\n"
            "Diagnostic-Code: smtp; 550 User unknown\r\n\r\n--x--\r\n",
     "hans@andet.example failed 5.1.1 hard"},
    {"vague, and yet full",
     DAEMON
     "Content-Type: multipart/report; report-type=delivery-status; "
     "boundary=x\r\n\r\n--x\r\n\r\nsorry\r\n--x\r\n"
     "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: "
     "rfc822; hans@andet.example\r\nAction: failed\r\nStatus: 5.0.0\r\n"
     "Diagnostic-Code: smtp; 552 Mailbox full\r\n\r\n--x--\r\n",
     "hans@andet.example failed 5.0.0 soft"},
    {"delivered",
     DAEMON
     "Content-Type: multipart/report; report-type=delivery-status; "
     "boundary=x\r\n\r\n--x\r\n\r\nok\r\n--x\r\n"
     "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: "
     "rfc822; hans@andet.example\r\nAction: delivered\r\nStatus: 2.1.5\r\n\r\n--x--\r\n",
     "hans@andet.example delivered 2.1.5 soft"},

    {"no name, no null sender",
     "From: MAILER-DAEMON@mx.example\r\n" TO "Subject: Undelivered Mail Returned to Sender\r\n" TEXT
     "<hans@andet.example>: host mx said: 452 4.2.2 Over quota\n",
     "hans@andet.example failed 4.2.2 soft"},
    {"a machine that says so itself",
     "From: IT <it@net.example>\r\n" TO
     "Auto-Submitted: auto-generated\r\nSubject: Din mail kom ikke frem\r\n" TEXT
     "Mailen til hans@andet.example kunne ikke leveres, da modtageren har overskredet sin "
     "mailkvote.\n",
     "hans@andet.example failed 5.2.2 soft"},
    {"a parcel",
     "From: noreply@pakker.example\r\n" TO "Subject: Levering mislykkedes\r\n" TEXT
     "Din pakke kunne ikke leveres i dag. Skriv til kunde@pakker.example.\n",
     NULL},
    {"a person forwards one",
     "From: Hans <hans@andet.example>\r\n" TO
     "Subject: VS: Undelivered Mail Returned to Sender\r\n" TEXT
     "Hvad betyder det her?\n\n> <ida@andet.example>: host mx said: 550 5.1.1 User unknown\n",
     NULL},
    {"a person keeps the subject",
     "From: Hans <hans@andet.example>\r\n" TO
     "Subject: Undelivered Mail Returned to Sender\r\n" TEXT
     "Hvad betyder det her?\n\n<ida@andet.example>: host mx said: 550 5.1.1 User unknown\n",
     NULL},
    {"a person passes it on as a file",
     "From: Hans <hans@andet.example>\r\n" TO
     "Subject: fejl\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
     "--x\r\n\r\nSe vedlagte\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: "
     "dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n--x--\r\n",
     NULL},
    {"a postmaster who is a person",
     "From: Postmaster <postmaster@firma.example>\r\n" TO
     "Subject: Jeres mails kan ikke leveres\r\n" TEXT
     "Hej\n\nVi har skiftet domæne, så skriv til os på den nye adresse fremover.\n\nVenlig "
     "hilsen\nPer\n",
     NULL},
    {"a postmaster answers",
     "From: postmaster@firma.example\r\n" TO "Subject: SV: Seniorjobberen\r\n" TEXT
     "Ja tak, vi kommer begge to.\n",
     NULL},
    {"a person asks",
     "From: Hans <hans@andet.example>\r\n" TO "Subject: Mailen blev ikke leveret\r\n" TEXT
     "Jeg fik ikke jeres nyhedsbrev. Min adresse er hans@andet.example\n",
     NULL},
};
