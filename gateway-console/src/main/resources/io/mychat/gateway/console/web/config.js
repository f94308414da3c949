// The configuration in effect; what the files would change; and the reload.
import { call, get } from './api.js'
import { ask } from './dialog.js'
import { badge, button, code, create, notice, Panel, table } from './dom.js'
import { text } from './texts.js'

const FILES = ['gateway_config', 'platform_strategy', 'router_config']

/** The keys of a configuration with their JSON paths. */
function flatten(value, path = '$') {
  if (value === null || typeof value !== 'object') return [[path, value]]
  const entries = Array.isArray(value) ? value.map((each, index) => [`[${index}]`, each]) : Object.entries(value).map(([key, each]) => [/^\w+$/.test(key) ? `.${key}` : `['${key}']`, each])
  return entries.length ? entries.flatMap(([key, each]) => flatten(each, path + key)) : [[path, Array.isArray(value) ? [] : {}]]
}

const changes = (list) =>
  table(
    text('changes'),
    [
      { label: text('key'), cell: ({ path }) => code(path), className: 'wide' },
      { label: text('before'), cell: ({ before }) => create('del', {}, before), className: 'wide' },
      { label: text('after'), cell: ({ after }) => create('ins', {}, after), className: 'wide' }
    ],
    list
  )

const faults = (list) =>
  table(
    text('faults'),
    [
      { label: text('file'), cell: ({ file }) => code(file), className: 'wide' },
      { label: text('key'), cell: ({ path }) => code(path), className: 'wide' },
      { label: text('fault'), cell: ({ message }) => message, className: 'wide' }
    ],
    list
  )

const restart = (paths) => paths.length > 0 && create('div', { className: 'problem soft' }, create('span', {}, text('restartNeeded')), create('ul', {}, paths.map((path) => create('li', {}, code(path)))))

export function config() {
  const file = create('select', { id: 'file' }, FILES.map((name) => create('option', { value: name }, name)))
  const filter = create('input', { id: 'filter', type: 'search', autocomplete: 'off', spellcheck: false, placeholder: text('filterKeys') })
  const result = new Panel(text('filesAndEffect'))
  const values = new Panel(text('inEffect'), { tools: [create('label', { htmlFor: 'filter' }, text('filter')), filter, button(text('refresh'), () => load())] })
  let shown

  const draw = () => {
    const words = filter.value.trim().toLowerCase()
    const all = flatten(shown[file.value]).filter(([path, value]) => `${path} ${value}`.toLowerCase().includes(words))
    return all.length > 0 && table(
      text('inEffect'),
      [
        { label: text('key'), cell: ([path]) => [code(path), shown.restart_needed.includes(path) && [' ', badge(text('waitsForRestart'), 'warn')]].flat(), className: 'path' },
        { label: text('value'), cell: ([, value]) => code(typeof value === 'string' ? value : JSON.stringify(value)), className: 'wide' }
      ],
      all
    )
  }
  const redraw = () => shown && values.load(async () => draw(), { empty: text('noMatch') })
  const load = () =>
    values.load(async () => {
      shown = await get('/system/config')
      return [create('p', { className: 'hint' }, text('asSeenBy', { node: shown.node })), restart(shown.restart_needed), draw()]
    })

  /** Compares the file with the configuration in effect; with `reload` the file takes effect. */
  async function read(reload) {
    const config_type = file.value
    try {
      const answer = await call('POST', '/system/reload', { config_type, ...(!reload && { check_only: true }) })
      await result.load(async () => [
        create('p', { className: 'hint' }, text(answer.changes.length ? (reload ? 'reloadedChanges' : 'wouldChange') : reload ? 'reloadedNothing' : 'wouldChangeNothing', { file: config_type })),
        answer.changes.length > 0 && changes(answer.changes),
        restart(answer.restart_needed)
      ])
      return answer
    } catch (error) {
      if (error.faults) await result.load(async () => [create('p', { className: 'problem', role: 'alert' }, text('hasFaults', { file: config_type })), faults(error.faults)])
      else throw error
      return undefined
    }
  }

  const check = button(text('compare'), () => read(false).catch((error) => result.fail(error, () => check.click())))
  const reload = button(
    text('reload'),
    () =>
      ask({
        title: text('reloadTitle'),
        message: text('reloadText'),
        subject: file.value,
        label: text('reload'),
        run: async () => {
          const answer = await read(true)
          void load()
          return answer ? text('reloadDone', { count: answer.changes.length }) : text('hasFaults', { file: file.value })
        }
      }),
    { className: 'primary' }
  )
  file.addEventListener('change', redraw)
  filter.addEventListener('input', redraw)
  void result.load(async () => [], { empty: text('compareHint') })
  void load()
  return {
    element: create(
      'div',
      {},
      create('section', { className: 'panel' }, create('div', { className: 'row' }, create('label', { htmlFor: 'file' }, text('file')), file, check, reload)),
      result.element,
      values.element
    )
  }
}
