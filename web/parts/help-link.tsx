/** A link to a help page. */
import { helpPath, type HelpTopic } from '../help-outline.js';
import { useI18n } from '../render/i18n.js';

/**
 * @param aside opens in a new window, for places that people mustn't leave, such as a pop-up
 * @param text the page's title if omitted
 */
export function HelpLink({ topic, aside, text }: { topic: HelpTopic; aside?: boolean; text?: string }) {
  const { help } = useI18n().words;
  return (
    <a href={helpPath(topic)} target={aside ? '_blank' : undefined} rel={aside ? 'noopener' : undefined}>
      {text ?? help[topic].title}
    </a>
  );
}
