/** A table whose rows become cards on a phone, where each cell shows its `data-label`. */
import type { ReactNode } from 'react';

interface TableProps {
  /** For screen readers. Omitted where a heading above the table already says it. */
  caption?: string;
  /** A column without a visible heading is `hiddenHeading(…)`. */
  columns: readonly ReactNode[];
  className?: string;
  /** The rows. */
  children: ReactNode;
}

export function Table({ caption, columns, className, children }: TableProps) {
  return (
    <table className={className ? `rows ${className}` : 'rows'}>
      {caption && <caption className="hidden">{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column, i) => (
            <th scope="col" key={i}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export const hiddenHeading = (label: string) => <span className="hidden">{label}</span>;
