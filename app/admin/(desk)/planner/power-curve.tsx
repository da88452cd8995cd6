"use client";

import clipStyles from "@/app/admin/_desk/desk-clips.module.css";

const [WIDTH, HEIGHT] = [440, 220];
const EDGE = { left: 44, right: 12, top: 12, bottom: 40 };
const STEPS = 40;

/**
 * A curve of power (0 to 1) against a number from 2 to three times the present one, with the present
 * number and the wished power marked.
 */
export function PowerCurve(props: {
  title: string;
  label: string;
  now: number;
  target: number;
  at: (number: number) => number;
}) {
  const { title, label, now, target, at } = props;
  const most = Math.max(12, now * 3);
  const x = (n: number) => EDGE.left + ((n - 2) / (most - 2)) * (WIDTH - EDGE.left - EDGE.right);
  const y = (p: number) => EDGE.top + (1 - p) * (HEIGHT - EDGE.top - EDGE.bottom);
  const points = Array.from({ length: STEPS + 1 }, (_, i) => {
    const n = Math.round(2 + ((most - 2) * i) / STEPS);
    return `${x(n).toFixed(1)},${y(at(n)).toFixed(1)}`;
  });
  const ticks = [2, Math.round(most / 3), Math.round((2 * most) / 3), most];
  const said = `${title}: ${Math.round(at(now) * 100)} % at ${now}, ${Math.round(at(most) * 100)} % at ${most}`;
  return (
    <figure className={clipStyles.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} role="img" aria-label={said}>
        {[0, 0.5, 1].map((p) => (
          <g key={p}>
            <line x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(p)} y2={y(p)} stroke="var(--line)" />
            <text x={EDGE.left - 6} y={y(p) + 4} textAnchor="end" fontSize="12" fill="currentColor">
              {p * 100} %
            </text>
          </g>
        ))}
        {ticks.map((n) => (
          <text
            key={n}
            x={x(n)}
            y={HEIGHT - EDGE.bottom + 16}
            textAnchor="middle"
            fontSize="12"
            fill="currentColor"
          >
            {n}
          </text>
        ))}
        <text
          x={(WIDTH + EDGE.left) / 2}
          y={HEIGHT - 6}
          textAnchor="middle"
          fontSize="12"
          fill="currentColor"
        >
          {label}
        </text>
        <line
          x1={EDGE.left}
          x2={WIDTH - EDGE.right}
          y1={y(target)}
          y2={y(target)}
          stroke="currentColor"
          strokeDasharray="4 4"
        />
        <polyline points={points.join(" ")} fill="none" stroke="var(--accent)" strokeWidth="2.5" />
        <circle cx={x(now)} cy={y(at(now))} r="5" fill="var(--accent)" />
      </svg>
      <figcaption>{title}; dashed: the wished power.</figcaption>
    </figure>
  );
}
