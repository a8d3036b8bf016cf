// The work of contrib/lint-mail: node lint-mail.mjs CACHE DIR. Prints file:line:column: what.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [cache, directory] = process.argv.slice(2);
const require = createRequire(join(cache, 'package.json'));
const { HtmlValidate } = require('html-validate');
const { caniemail } = await import(
  pathToFileURL(join(cache, 'node_modules/caniemail/dist/index.js')).href);

// What a mail has to do that a web page must not: Outlook's conditional comments, attributes
// that Outlook reads instead of CSS, everything inline.
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  elements: ['html5', {
    table: { attributes: { cellspacing: {}, cellpadding: {}, border: {}, width: {}, align: {} } },
    td: { attributes: { bgcolor: {}, width: {}, align: {}, valign: {} } },
    body: { attributes: { bgcolor: {} } },
    html: { attributes: { 'xmlns:v': {}, 'xmlns:o': {} } },
  }],
  rules: {
    'no-conditional-comment': 'off',
    'no-deprecated-attr': 'off',
    'no-inline-style': 'off',
    'require-sri': 'off',
    'long-title': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-trailing-whitespace': 'off',
    'attr-quotes': 'off',
    'tel-non-breaking': 'off',
    'prefer-native-element': 'off',
  },
});

const clients = ['outlook.windows', 'gmail.*', 'apple-mail.*'];

// What a client may ignore without loss to its reader: the page is whole without its <style>
// (everything that matters is inline; the rest is the dark page and narrow margins), the preheader
// is also one pixel in the colour of the page, and pre-wrap only breaks long lines.
const style = ['<style> element', '@media', 'display:none'];
const harmless = {
  'gmail.mobile-webmail': style,
  'outlook.windows': ['@media', 'white-space'],
};

function pages(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name));
}

function fromValidator(file, html) {
  return validator.validateStringSync(html, file).results
    .flatMap((result) => result.messages)
    .filter((message) => message.severity === 2)
    .map((message) => `${message.line}:${message.column}: ${message.message} (${message.ruleId})`);
}

// caniemail throws at a property that its data does not know for some client: that is a finding.
function ask(html) {
  try {
    return caniemail({ clients, html }).issues.errors;
  } catch (error) {
    return new Map([['a client', [{ title: error.message }]]]);
  }
}

function fromCaniemail(html) {
  const found = [];
  for (const [client, issues] of ask(html)) {
    for (const issue of issues.filter((each) => !harmless[client]?.includes(each.title))) {
      const line = issue.position?.start?.line ?? 0;
      found.push(`${line}:0: ${issue.title} does not work in ${client} (caniemail)`);
    }
  }
  return found;
}

if (!existsSync(directory)) {
  console.error(`lint-mail: no folder ${directory}`);
  process.exit(2);
}
let errors = 0;
const files = pages(directory);
for (const file of files) {
  const html = readFileSync(file, 'utf8');
  for (const text of [...fromValidator(file, html), ...new Set(fromCaniemail(html))]) {
    console.log(`${file}:${text}`);
    errors += 1;
  }
}
console.error(`lint-mail: ${files.length} mails, ${errors} errors`);
process.exit(errors > 0 ? 1 : 0);
