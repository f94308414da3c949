// The alerts that fire.
import { get } from './api.js'
import { badge, code, create, Panel, table } from './dom.js'
import { dateTime, number, text } from './texts.js'

const ORDER = ['critical', 'warning', 'info']
const KINDS = { critical: 'bad', warning: 'warn', info: '' }
const SEVERITIES = { critical: 'severityCritical', warning: 'severityWarning', info: 'severityInfo' }
const PAGE = 1000

export const firing = () => get('/system/alerts', { limit: PAGE })

/** The most urgent first, then the newest. */
const urgency = (one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity) || other.since.localeCompare(one.since)

function list(alerts) {
  return table(
    text('alerts'),
    [
      { label: text('severity'), cell: ({ severity }) => badge(text(SEVERITIES[severity] ?? 'unknown'), KINDS[severity]) },
      { label: text('rule'), cell: ({ rule }) => code(rule) },
      { label: text('message'), cell: ({ text: said }) => said, className: 'wide' },
      { label: text('condition'), cell: ({ condition }) => code(condition), className: 'wide' },
      { label: text('value'), cell: ({ value }) => number(value), className: 'number' },
      { label: text('concerns'), cell: ({ node, labels }) => [node ?? text('wholeCluster'), ...Object.entries(labels).map(([key, value]) => code(`${key}=${value}`))].flatMap((part) => [part, ' ']), className: 'wide' },
      { label: text('since'), cell: ({ since }) => dateTime(since) }
    ],
    [...alerts].sort(urgency)
  )
}

/** @param latest the answer that the page has asked for anyway */
export function alerts() {
  const panel = new Panel(text('alerts'))
  return {
    element: create('div', {}, panel.element),
    poll: (metrics, latest) =>
      panel.load(
        async () => {
          const { node, watching, alerts: all, next_cursor } = await latest
          if (!watching) return create('p', { className: 'problem' }, text('notWatching'))
          return all.length > 0 && [create('p', { className: 'hint' }, text('asSeenBy', { node }) + (next_cursor ? ' ' + text('moreAlerts', { count: PAGE }) : '')), list(all)]
        },
        { empty: text('noAlerts'), polled: true }
      )
  }
}
