/** A link to a help page, which is named by its title. */
import { helpPath, type HelpTopic } from '../help-outline.js';
import { useI18n } from '../render/i18n.js';

/** @param aside in a window of its own: where the page must not be left, as in a pop-up */
export function HelpLink({ topic, aside }: { topic: HelpTopic; aside?: boolean }) {
  const { help } = useI18n().words;
  return (
    <a href={helpPath(topic)} target={aside ? '_blank' : undefined} rel={aside ? 'noopener' : undefined}>
      {help[topic].title}
    </a>
  );
}
