/** Small drawings. All are decorative, because the text beside them says the same. */
import type { ReactNode } from 'react';
import type { NetworkName } from '../../domain/networks.js';

function Svg({ children, className = 'icon' }: { children: ReactNode; className?: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export const Check = () => (
  <Svg>
    <path {...line} d="M5 12.5l4.5 4.5L19 7.5" />
  </Svg>
);

export const Warning = () => (
  <Svg>
    <path
      {...line}
      d="M12 8.5v4.5M12 16.6v.1M10.3 4.2L2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0z"
    />
  </Svg>
);

export const Arrow = () => (
  <Svg>
    <path {...line} d="M5 12h14M13 6l6 6-6 6" />
  </Svg>
);

/** Two chain links, joined again. */
export const Mark = () => (
  <Svg className="mark">
    <rect width="24" height="24" rx="6" fill="var(--rl-accent-solid)" />
    <path
      fill="none"
      stroke="#fff"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      d="M10.2 13.8l3.6-3.6M9.4 10.6l-1.9 1.9a2.8 2.8 0 0 0 4 4l1.9-1.9M14.6 13.4l1.9-1.9a2.8 2.8 0 0 0-4-4l-1.9 1.9"
    />
  </Svg>
);

const GLYPHS: Partial<Record<NetworkName, ReactNode>> = {
  facebook_page: (
    <path
      fill="currentColor"
      d="M13.4 20v-7.2h2.4l.4-2.9h-2.8V8.1c0-.8.3-1.4 1.4-1.4h1.5V4.1A19 19 0 0 0 14.1 4c-2.2 0-3.7 1.3-3.7 3.8v2.1H8v2.9h2.4V20z"
    />
  ),
  instagram: (
    <>
      <rect {...line} x="5" y="5" width="14" height="14" rx="4.2" />
      <circle {...line} cx="12" cy="12" r="3.2" />
      <circle fill="currentColor" cx="16.1" cy="7.9" r="1" />
    </>
  ),
  linkedin_page: <LinkedIn />,
  linkedin_profile: <LinkedIn />,
  x: <path {...line} d="M6 5.5h2.6L18 18.5h-2.6zM17.2 5.5l-4.6 5.2M11 13.4l-4.4 5.1" />,
  youtube: (
    <>
      <rect {...line} x="3.5" y="6.5" width="17" height="11" rx="3.4" />
      <path fill="currentColor" d="M10.3 9.4v5.2l4.4-2.6z" />
    </>
  ),
  threads: (
    <path
      {...line}
      d="M17 8.6C16.2 6 14.4 4.6 12 4.6c-3.7 0-5.6 2.8-5.6 7.4s1.9 7.4 5.6 7.4c2.9 0 4.9-1.6 4.9-4 0-2.6-2.2-3.9-4.6-3.9-1.9 0-3.1.9-3.1 2.3 0 1.3 1 2.2 2.5 2.2 2 0 3-1.4 3-3.9 0-2.1-.9-3.2-2.6-3.2-1 0-1.8.4-2.3 1.2"
    />
  ),
};

/** For a network that doesn't have its own icon yet. */
const ANY = (
  <>
    <circle {...line} cx="12" cy="12" r="7.5" />
    <path {...line} d="M4.5 12h15M12 4.5c2.6 2 3.6 4.5 3.6 7.5s-1 5.5-3.6 7.5c-2.6-2-3.6-4.5-3.6-7.5s1-5.5 3.6-7.5z" />
  </>
);

function LinkedIn() {
  return (
    <>
      <circle fill="currentColor" cx="7" cy="6.7" r="1.6" />
      <path {...line} strokeWidth="2.6" d="M7 10.5V18M11.6 18v-7.5M11.6 14c0-2.2 1.2-3.4 2.9-3.4s2.6 1.1 2.6 3.2V18" />
    </>
  );
}

export function NetworkIcon({ network }: { network: NetworkName }) {
  return (
    <span className={`network network-${network}`}>
      <Svg>{GLYPHS[network] ?? ANY}</Svg>
    </span>
  );
}
