/** Configure → series: the days on which emails are sent. The preview also shows days that aren't saved yet. */
import type { Response, Router } from 'express';
import { ArchiveSettingsInput, changeArchiveSettings, readArchive } from '../../services/archives/settings.js';
import { validate } from '../../services/input/validate.js';
import type { FieldError } from '../forms/field-errors.js';
import { DEFAULT_PLAN } from '../../domain/series.js';
import { field, formBody, formOf, isChecked, submit, type Form } from '../forms/forms.js';
import { requireSignIn } from '../session/require-sign-in.js';
import { signedInPerson } from '../render/signed-in.js';
import type { SurgeHoldTyped } from '../pages/configure/surge-hold-form.js';
import { SeriesPage } from '../pages/configure/series.js';
import { SeriesPreview } from '../pages/configure/series-preview.js';
import { fragment, sendPage, i18nOf } from '../render/render.js';
import {
  formOfPlan,
  isDefault,
  planOf,
  seriesForm,
  seriesProblems,
  usablePlan,
  type SeriesForm,
} from '../forms/series-form.js';
import type { WebContext } from '../web-context.js';

const PATH = '/configure/series';
const wholeNumber = (typed: string): number => (/^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN);

interface Shown {
  /** Days that aren't saved. */
  typed?: SeriesForm;
  errors?: readonly FieldError[];
  done?: string | null;
  surgeHoldTyped?: SurgeHoldTyped;
  surgeHoldErrors?: readonly FieldError[];
}

export function configureSeriesRoutes(router: Router, web: WebContext): void {
  const { context } = web;
  const { clock } = context;
  const managers = requireSignIn(web, changeArchiveSettings);

  const change = (res: Response, settings: object) =>
    submit(res, async () =>
      changeArchiveSettings(context, signedInPerson(res).principal, validate(ArchiveSettingsInput, settings)),
    );

  async function show(res: Response, { typed, errors = [], done = null, surgeHoldTyped, surgeHoldErrors = [] }: Shown) {
    const archive = await readArchive(context, signedInPerson(res).principal);
    const form = typed ?? formOfPlan(archive);
    const props = {
      form,
      errors,
      done,
      saved: archive,
      isDefault: isDefault(archive) && isDefault(planOf(form)),
      now: clock.now(),
      surgeHoldTyped,
      surgeHoldErrors,
    };
    sendPage(res, SeriesPage, props, errors.length + surgeHoldErrors.length > 0 ? 422 : 200);
  }

  router.get(PATH, managers, async (req, res) => {
    const { settings, surgeHold } = i18nOf(res).words;
    const { done } = settings.series;
    const code = req.query.done;
    if (code === 'surge_hold') return show(res, { done: surgeHold.settings.saved });
    if (req.query.next === undefined)
      return show(res, { done: code === 'saved' || code === 'defaults' ? done[code] : null });
    const typed = seriesForm(req.query as Form);
    await show(res, { typed, errors: seriesProblems(typed, i18nOf(res).words) });
  });

  router.get(`${PATH}/preview`, managers, async (req, res) => {
    const archive = await readArchive(context, signedInPerson(res).principal);
    const plan = usablePlan(seriesForm(req.query as Form));
    const preview = <SeriesPreview plan={plan} saved={archive} now={clock.now()} />;
    res.type('html').send(fragment(res, preview));
  });

  router.post(PATH, managers, ...formBody(web), async (req, res) => {
    const typed = seriesForm(formOf(req));
    const { errors } = await change(res, planOf(typed));
    if (!errors) return res.redirect(303, `${PATH}?done=saved`);
    const precise = seriesProblems(typed, i18nOf(res).words);
    await show(res, { typed, errors: precise.length > 0 ? precise : errors });
  });

  router.post(`${PATH}/surge-hold`, managers, ...formBody(web), async (req, res) => {
    const form = formOf(req);
    const surgeHoldTyped = {
      enabled: isChecked(form, 'enabled'),
      share: field(form, 'share'),
      count: field(form, 'count'),
    };
    const { settings } = i18nOf(res).words.surgeHold;
    const [share, count] = [wholeNumber(surgeHoldTyped.share), wholeNumber(surgeHoldTyped.count)];
    const surgeHold = { enabled: surgeHoldTyped.enabled, share: share / 100, count };
    const { errors } = await change(res, { surgeHold });
    if (!errors) return res.redirect(303, `${PATH}?done=surge_hold`);
    const fields: Partial<Record<string, FieldError>> = {
      'surgeHold.share': { path: 'share', message: settings.badShare },
      'surgeHold.count': { path: 'count', message: settings.badCount },
    };
    await show(res, { surgeHoldTyped, surgeHoldErrors: errors.map((error) => fields[error.path] ?? error) });
  });

  router.post(`${PATH}/defaults`, managers, ...formBody(web), async (_req, res) => {
    const { errors } = await change(res, DEFAULT_PLAN);
    if (errors) return show(res, { errors });
    res.redirect(303, `${PATH}?done=defaults`);
  });
}
