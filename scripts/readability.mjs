/**
 * `npm run readability`: computes the school grade level (Flesch-Kincaid) of each page, email, and help topic from its English messages.
 * Fails above the 8th grade, and lists sentences that are too long to follow.
 */
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import { filesOf, messagesOf, read } from './lib/message-files.mjs';

const GRADE = 8;
const MAX_SENTENCE_WORDS = 25;
/** For the archive's IT staff and for engineers, in their own terms. */
const TECHNICAL = ['help/api-keys', 'help/single-sign-on', 'refusals/requests'];

const sentences = new Intl.Segmenter('en-US', { granularity: 'sentence' });
const words = new Intl.Segmenter('en-US', { granularity: 'word' });

/** The text as a reader sees it, with short words in place of names and numbers. */
function spoken(elements) {
  return elements
    .map((element) => {
      if (element.type === TYPE.literal) return element.value;
      if (element.type === TYPE.plural || element.type === TYPE.select) return spoken(element.options.other.value);
      return element.type === TYPE.argument ? 'Ann' : '3';
    })
    .join('');
}

/** Labels and buttons aren't sentences. */
const isSentence = (text) => /[.!?]["”’]?$/.test(text);

const sentencesOf = (file) =>
  [...messagesOf(read('en', file))]
    .map(([, message]) => spoken(parse(message, { ignoreTag: true })))
    .filter(isSentence)
    .flatMap((text) => [...sentences.segment(text)].map(({ segment }) => segment.trim()));

const wordsOf = (sentence) => [...words.segment(sentence)].filter(({ isWordLike }) => isWordLike);

function gradeOf(found) {
  const all = found.flatMap(wordsOf);
  return fleschKincaid({
    sentence: found.length,
    word: all.length,
    syllable: all.reduce((sum, { segment }) => sum + syllable(segment), 0),
  });
}

let failed = 0;
for (const file of filesOf('en').filter((name) => !TECHNICAL.includes(name))) {
  const found = sentencesOf(file);
  if (found.length < 5) continue;
  const grade = gradeOf(found);
  const long = found.filter((sentence) => wordsOf(sentence).length > MAX_SENTENCE_WORDS);
  if (grade > GRADE || long.length > 0) failed += 1;
  console.log(
    `${file.padEnd(28)} ${String(found.length).padStart(4)} sentences, grade ${grade.toFixed(1)}${grade > GRADE ? '  too high' : ''}`,
  );
  for (const sentence of long) console.log(`    ${wordsOf(sentence).length} words: ${sentence}`);
}
if (failed > 0)
  console.error(`Files above grade ${GRADE} or with a sentence of more than ${MAX_SENTENCE_WORDS} words: ${failed}`);
process.exitCode = failed > 0 ? 1 : 0;
