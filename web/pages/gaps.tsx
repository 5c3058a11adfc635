/** The report of all gaps in the record during a period. */
import { SEARCH_LENGTH } from '../forms/forms.js';
import type { FieldError } from '../forms/field-errors.js';
import { MAX_COUNTED_SINCE, type AccountSince } from '../../services/disconnects/first-information.js';
import { GAP_KINDS, type Gap, type GapTotals } from '../../services/disconnects/capture-gaps.js';
import { NETWORK_NAMES } from '../../domain/networks.js';
import { problemOf, Problems, SelectField, TextField } from '../parts/form.js';
import { FreshSignIn } from '../parts/fresh-sign-in.js';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { Pager } from '../parts/pager.js';
import { GapTable } from '../parts/timeline-gaps.js';
import { useI18n } from '../render/i18n.js';

export interface GapsPageProps {
  filter: { from: string; to: string; network: string; owner: string; kind: string };
  /** Null when the period is invalid. */
  report: {
    gaps: readonly Gap[];
    totals: GapTotals;
    /** The accounts about which nothing is known at the beginning of the period, counted up to {@link MAX_COUNTED_SINCE} + 1. */
    later: { total: number; listed: readonly AccountSince[] };
    csvHref: string;
    period: { from: Date; to: Date };
  } | null;
  now: Date;
  timeZone: string;
  nextHref: string | null;
  firstHref: string | null;
  errors: readonly FieldError[];
}

export function GapsPage({ filter, report, now, timeZone, nextHref, firstHref, errors }: GapsPageProps) {
  const { gaps: words, forms } = useI18n().words;
  const isFiltered = Boolean(filter.network || filter.owner || filter.kind);
  return (
    <Frame title={words.title} section="gaps">
      <div className="page-head">
        <h1>{words.title}</h1>
        <p className="lead">{words.lead}</p>
        <p>
          <HelpLink topic="gaps" />
        </p>
      </div>
      <div className="stack gaps">
        <Problems errors={errors} />
        <Filter filter={filter} errors={errors} />
        {report && <Totals totals={report.totals} />}
        {report && <Unknown report={report} timeZone={timeZone} />}
        {report && report.gaps.length > 0 && (
          <section className="card" aria-label={words.title}>
            <FreshSignIn before="download" />
            <p className="gaps-file">
              <a href={report.csvHref} className="button quiet">
                {words.csv}
              </a>
            </p>
            <GapTable gaps={report.gaps} now={now} timeZone={timeZone} />
          </section>
        )}
        {report?.gaps.length === 0 && (
          <section className="card calm-card">
            <h2>{isFiltered ? forms.nothingFound : isUnknown(report) ? words.noneKnown : words.none}</h2>
            <p>{isFiltered ? words.noneFiltered : words.noneLead}</p>
          </section>
        )}
        <Pager firstHref={firstHref} nextHref={nextHref} />
        <p className="detail">{words.rules}</p>
      </div>
    </Frame>
  );
}

type Report = NonNullable<GapsPageProps['report']>;

/** Whether nothing was known yet in the whole period. */
const isUnknown = ({ totals: { noInformationBefore: start }, period }: Report): boolean =>
  start === null || start >= period.to;

/** Says from when on the report knows anything, because what came before looks like a time without gaps. */
function Unknown({ report, timeZone }: { report: Report; timeZone: string }) {
  const { words, moment, networkLabel } = useI18n();
  const { noInformation } = words.gaps;
  const { totals, period, later } = report;
  const { noInformationBefore: start } = totals;
  if (start === null) return <p className="lead">{noInformation.never}</p>;
  return (
    <>
      {start > period.from && <p className="lead">{noInformation.before({ when: moment(start, timeZone) })}</p>}
      {later.total > 0 && start < period.to && (
        <details>
          <summary>
            {later.total > MAX_COUNTED_SINCE
              ? noInformation.laterMore({ n: MAX_COUNTED_SINCE })
              : noInformation.later({ n: later.total })}
          </summary>
          <ul>
            {later.listed.map(({ account: { id, name, network }, since }) => (
              <li key={id}>
                <bdi>
                  {noInformation.account({
                    account: name,
                    network: networkLabel(network),
                    when: moment(since, timeZone),
                  })}
                </bdi>
              </li>
            ))}
          </ul>
          {later.total > later.listed.length && (
            <p>
              {later.total > MAX_COUNTED_SINCE
                ? noInformation.allListed
                : noInformation.more({ n: later.total - later.listed.length })}
            </p>
          )}
        </details>
      )}
    </>
  );
}

function Filter({ filter, errors }: Pick<GapsPageProps, 'filter' | 'errors'>) {
  const { words, networkLabel } = useI18n();
  const { gaps } = words;
  const networks = NETWORK_NAMES.map((value) => ({ value, label: networkLabel(value) }));
  return (
    <search>
      <form className="filter" method="get" action="/gaps">
        <TextField name="from" type="date" label={gaps.from} value={filter.from} problem={problemOf(errors, 'from')} />
        <TextField name="to" type="date" label={gaps.to} value={filter.to} />
        <SelectField
          name="network"
          label={gaps.network}
          value={filter.network}
          options={[{ value: '', label: gaps.anyNetwork }, ...networks]}
        />
        <SelectField
          name="kind"
          label={gaps.kind}
          value={filter.kind}
          options={[
            { value: '', label: gaps.anyKind },
            ...GAP_KINDS.map((value) => ({ value, label: gaps.kinds[value] })),
          ]}
        />
        <TextField name="owner" type="search" label={gaps.owner} value={filter.owner} maxLength={SEARCH_LENGTH} />
        <button type="submit" className="quiet">
          {gaps.show}
        </button>
      </form>
    </search>
  );
}

function Totals({ totals }: { totals: GapTotals }) {
  const { words, number } = useI18n();
  const { totals: label } = words.gaps;
  const days = Math.round(totals.lostMs / 8_640_000) / 10;
  const figures = [
    { key: 'accounts', n: totals.accounts, label: label.accounts({ n: totals.accounts }) },
    { key: 'days', n: days, label: label.days({ n: days }) },
    { key: 'gaps', n: totals.gaps, label: label.gaps({ n: totals.gaps }) },
    { key: 'open', n: totals.open, label: label.open({ n: totals.open }) },
  ];
  return (
    <section aria-labelledby="totals">
      <h2 id="totals" className="hidden">
        {label.title}
      </h2>
      <ul className="totals">
        {figures.map(({ key, n, label: what }) => (
          <li key={key} className="card">
            <strong>{number(n)}</strong> {what}
          </li>
        ))}
      </ul>
      <p className="detail">{label.note}</p>
    </section>
  );
}
