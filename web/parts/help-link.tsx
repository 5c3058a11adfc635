/** A link to a help page, with the page's title as its text. */
import { helpPath, type HelpTopic } from '../help-outline.js';
import { useI18n } from '../render/i18n.js';

/** @param aside opens in a new window, for places that people mustn't leave, such as a pop-up */
export function HelpLink({ topic, aside }: { topic: HelpTopic; aside?: boolean }) {
  const { help } = useI18n().words;
  return (
    <a href={helpPath(topic)} target={aside ? '_blank' : undefined} rel={aside ? 'noopener' : undefined}>
      {help[topic].title}
    </a>
  );
}
