-- What a store says without the moments and the numbers that differ between two runs with the same effect: moments,
-- attempts, ids, and what is written only because a run was interrupted (a mail in doubt, and what became of it).
PRAGMA integrity_check;
PRAGMA foreign_key_check;
PRAGMA user_version;
SELECT 'mail', o.kind, o.issue, o.folded, o.domain, o.state, o.handed AND o.state <> 3, o.class, o.replies, (SELECT count(*) FROM outgoing_slots s WHERE s.outgoing = o.id), m.composed IS NULL,
    (SELECT count(*) FROM token t WHERE t.outgoing = o.id), (SELECT hex(i.content) FROM inbound i WHERE i.id = o.inbound)
FROM outgoing o LEFT JOIN outgoing_message m ON m.outgoing = o.id ORDER BY o.kind, o.issue, o.folded, 13;
SELECT 'person', p.role, p.name, p.language, a.folded, a.former IS NULL, a.place FROM person p JOIN address a ON a.person = p.id ORDER BY a.folded, p.name;
SELECT 'subscription', p.name, s.list, s.state FROM subscription s JOIN person p ON p.id = s.person ORDER BY p.name, s.list;
SELECT 'consent', p.name, c.list, c.state, c.source FROM consent c JOIN person p ON p.id = c.person ORDER BY p.name, c.list, c.state, c.source;
SELECT 'issue', name, state, hash FROM issue ORDER BY name;
SELECT 'inbound', hex(content), state, reason, effect, by_token FROM inbound ORDER BY content;
SELECT 'suppression', folded, reason, lifted IS NULL FROM suppression ORDER BY folded, since;
SELECT 'bounce', folded, kind, status FROM bounce ORDER BY folded, kind, status;
SELECT 'event', e.what, e.detail, e.before, e.after, e.actor, p.name, (SELECT hex(i.content) FROM inbound i WHERE i.id = e.inbound)
FROM event e LEFT JOIN person p ON p.id = e.person
WHERE 'doubt' NOT IN (ifnull(e.before, ''), ifnull(e.after, '')) AND e.what NOT LIKE '%doubt%' AND ifnull(e.detail, '') NOT LIKE '%doubt%'
ORDER BY 2, 3, 4, 5, 6, 7, 8;
SELECT 'pause', p.name, u.day, u.ended IS NULL, (SELECT hex(i.content) FROM inbound i WHERE i.id = u.inbound)
FROM pause u JOIN person p ON p.id = u.person ORDER BY 2, 3, 4, 5;
SELECT 'away', p.name, w.until FROM away w JOIN person p ON p.id = w.person ORDER BY 2;
SELECT 'rating', p.name, r.value FROM rating r JOIN person p ON p.id = r.person ORDER BY 2, 3;
SELECT 'guess', p.name, g.intents, g.doubt, g.sender, g.state, (SELECT hex(i.content) FROM inbound i WHERE i.id = g.inbound)
FROM guess g JOIN person p ON p.id = g.person ORDER BY 2, 3, 6, 7;
SELECT 'change', p.name, c.old, c.new, c.state, c.added FROM address_change c JOIN person p ON p.id = c.person ORDER BY 2, 3, 4, 5;
SELECT 'proof', f.issue, f.hash, count(*) FROM proof f GROUP BY f.issue, f.hash ORDER BY 2, 3;
SELECT 'approval', a.issue, a.hash, p.name FROM approval a JOIN person p ON p.id = a.person ORDER BY 2, 3, 4;
SELECT 'meeting', name, state, starts, place, capacity, sequence, time_sequence FROM meeting ORDER BY name;
SELECT 'guest', t.name, p.name, g.invited IS NULL, g.sequence, g.answer, g.said_sequence, g.companions, g.words, g.seat, g.queue IS NULL, g.offer IS NULL,
    g.number, g.presence, (SELECT hex(i.content) FROM inbound i WHERE i.id = g.inbound)
FROM guest g JOIN person p ON p.id = g.person JOIN meeting t ON t.id = g.meeting ORDER BY 2, 3;
SELECT 'meeting mail', t.name, p.name, m.what, m.sequence, count(*), sum(o.state = 3)
FROM meeting_mail m JOIN meeting t ON t.id = m.meeting JOIN outgoing o ON o.id = m.outgoing LEFT JOIN person p ON p.id = m.person
GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5;
SELECT 'listing', p.name, l.kind, l.state, l.confirmed, l.newest, l.reason FROM listing l JOIN person p ON p.id = l.person ORDER BY 2, 3, l.id;
SELECT 'listing change', p.name, l.kind, c.state, c.reason, (SELECT hex(i.content) FROM inbound i WHERE i.id = c.inbound)
FROM listing_change c JOIN listing l ON l.id = c.listing JOIN person p ON p.id = l.person ORDER BY 2, 3, c.listing, 4, 5, 6;
SELECT 'listing version', p.name, l.kind, v.number, v.facts FROM listing_version v JOIN listing l ON l.id = v.listing JOIN person p ON p.id = l.person
ORDER BY 2, 3, v.listing, 4;
SELECT 'listing mail', p.name, l.kind, m.number, count(*) FROM listing_mail m JOIN listing l ON l.id = m.listing JOIN person p ON p.id = l.person
GROUP BY m.listing, m.number ORDER BY 2, 3, m.listing, 4;
SELECT 'pair', s.name, e.name, i.stage, i.shown_employer IS NULL, i.shown_seeker IS NULL, i.yes_employer IS NULL, i.yes_seeker IS NULL, i.stopped
FROM pair i JOIN listing a ON a.id = i.profile JOIN person s ON s.id = a.person JOIN listing b ON b.id = i.posting JOIN person e ON e.id = b.person ORDER BY 2, 3, b.id;
SELECT 'pair step', s.name, e.name, t.stage, t.actor, t.reason, (SELECT hex(i.content) FROM inbound i WHERE i.id = t.inbound)
FROM pair_step t JOIN pair p ON p.id = t.pair JOIN listing a ON a.id = p.profile JOIN person s ON s.id = a.person JOIN listing b ON b.id = p.posting
JOIN person e ON e.id = b.person ORDER BY 2, 3, b.id, 4, 5, 6, 7;
SELECT 'gate', g.pair, g.side, g.what, g.stage, g.state, g.asked, g.due FROM gate g ORDER BY 2, 3, 4;
SELECT 'pair days', pair, interview, first, last, hired, closing, sequence FROM pair_days ORDER BY 2;
SELECT 'relay mail', m.pair, m.reader, count(*) FROM relay_mail m GROUP BY 2, 3 ORDER BY 2, 3;
SELECT 'digest', p.name, d.listing, d.version, d.why, (SELECT group_concat(i.letter || ':' || i.listing || ':' || i.version || ':' || i.score) FROM digest_item i WHERE i.digest = d.id)
FROM digest d JOIN person p ON p.id = d.person ORDER BY 2, 3, 4, 5, 6;
SELECT 'digest reply', p.name, d.listing, r.letter, r.answer, r.reason, r.before, r.relaxed, r.undone IS NULL
FROM digest_reply r JOIN digest d ON d.id = r.digest JOIN person p ON p.id = d.person ORDER BY 2, 3, 4, 5, 6;
SELECT 'digest look', listing, version, waits IS NULL, told FROM digest_look ORDER BY 2;
SELECT 'digest reader', p.name, r.pace, r.before FROM digest_reader r JOIN person p ON p.id = r.person ORDER BY 2;
