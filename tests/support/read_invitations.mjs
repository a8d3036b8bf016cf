// Reads invitations with ical.js, another reader than the one of the unit tests:
//
//   node read_invitations.mjs MODULES FOLDER
//
// FOLDER has MONTH.ics and MONTH.start (seconds since 1970) for each month. MODULES is where npm put
// ical.js. Prints each difference, and last how many months begin when they should.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, folder] = process.argv.slice(2);
const entry = createRequire(join(modules, 'package.json')).resolve('ical.js');
const { default: ICAL } = await import(pathToFileURL(entry).href);

function differences(month) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, `${month}.ics`), 'utf8')));
  const wanted = Number(readFileSync(join(folder, `${month}.start`), 'utf8'));
  const events = calendar.getAllSubcomponents('vevent');
  const guests = events.flatMap((event) => event.getAllProperties('attendee'));
  const start = events[0].getFirstPropertyValue('dtstart');
  const checks = {
    'method': calendar.getFirstPropertyValue('method') === 'REQUEST',
    'one event': events.length === 1,
    'one guest': guests.length === 1 && guests[0].getFirstValue() === 'mailto:bo+job@dk.example',
    'its name': guests[0].getParameter('cn') === "Bo 'Bobby' Sørensen",
    'the zone is the one in the object': start.zone?.component?.parent === calendar,
    'start': start.toUnixTime() === wanted,
    'two hours': events[0].getFirstPropertyValue('dtend').toUnixTime() === wanted + 7200,
    'text': events[0].getFirstPropertyValue('description') === 'Ring; 33 17 00 00\nSvar JA eller NEJ',
  };
  return Object.entries(checks).filter(([, good]) => !good).map(([what]) => what);
}

const months = readdirSync(folder).filter((name) => name.endsWith('.ics')).sort()
  .map((name) => name.slice(0, -4));
let good = 0;
for (const month of months) {
  const found = differences(month);
  good += found.length === 0 ? 1 : 0;
  found.forEach((what) => console.log(`${month}: ${what}`));
}
console.log(`${good} of ${months.length}`);
