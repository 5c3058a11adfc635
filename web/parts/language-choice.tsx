/** Switches the pages to another language. */
import { messagesIn } from '../../i18n/index.js';
import { LOCALES } from '../../domain/locales.js';
import { usePath } from '../render/path-context.js';
import { useI18n } from '../render/i18n.js';

export function LanguageChoice() {
  const { locale, words } = useI18n();
  const { nav } = words;
  const path = usePath();
  return (
    <form method="post" action="/language" className="languages">
      <input type="hidden" name="next" value={path} />
      <span className="hidden">{nav.language} </span>
      {LOCALES.map((other) =>
        other === locale ? (
          <strong key={other}>{messagesIn(other).common.languageName}</strong>
        ) : (
          <button key={other} type="submit" name="locale" value={other} className="plain" lang={other}>
            {messagesIn(other).common.languageName}
          </button>
        ),
      )}
    </form>
  );
}
