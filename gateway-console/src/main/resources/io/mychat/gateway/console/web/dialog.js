// Asks before something is done, and shows what came of it.
import { byId, create, explain, notice } from './dom.js'
import { text } from './texts.js'

let last = 0

/**
 * A labelled field of a dialog.
 *
 * @param {{name: string, label: string, value?: string, options?: [string, string][], type?: string, hint?: string,
 *   required?: boolean, maxLength?: number}} field
 */
function draw({ name, label, value = '', options, type = 'text', hint, required = false, maxLength }) {
  const id = `field-${++last}`
  if (type === 'checkbox') {
    const input = create('input', { id, name, type, checked: value === true })
    return create('div', { className: 'check' }, input, create('label', { htmlFor: id }, label))
  }
  const input = options
    ? create('select', { id, name }, options.map(([key, shown]) => create('option', { value: key }, shown)))
    : create('input', { id, name, type, value, required, maxLength, autocomplete: 'off', autocapitalize: 'none', spellcheck: false })
  if (options) input.value = value
  const help = hint && create('p', { className: 'hint', id: id + '-hint' }, hint)
  if (help) input.setAttribute('aria-describedby', help.id)
  return create('div', { className: 'field' }, create('label', { htmlFor: id }, label), input, help)
}

/**
 * Opens the dialog. `run` gets the values of the fields, and resolves to the text that tells the result; while it fails,
 * the dialog stays and says why.
 *
 * @returns whether it was done
 */
export function ask({ title, message, subject, fields = [], label, danger = false, run }) {
  const dialog = byId('dialog')
  const form = byId('dialog-form')
  byId('dialog-title').textContent = title
  byId('dialog-error').textContent = ''
  byId('dialog-do').textContent = label
  byId('dialog-do').className = danger ? 'danger' : 'primary'
  byId('dialog-body').replaceChildren(
    ...[message && create('p', {}, message), subject && create('p', { className: 'subject' }, subject), ...fields.map(draw)].filter(Boolean)
  )
  dialog.showModal()
  // What is destructive is not done by a hasty Enter.
  ;(form.querySelector('#dialog-body input, #dialog-body select') ?? (danger ? byId('dialog-cancel') : byId('dialog-do'))).focus()
  return new Promise((resolve) => {
    const end = new AbortController()
    const { signal } = end
    let busy = false
    let done = false
    form.addEventListener(
      'submit',
      async (event) => {
        event.preventDefault()
        if (busy) return
        const missing = [...form.elements].find((field) => field.required && !field.value.trim())
        if (missing) {
          byId('dialog-error').textContent = text('fieldMissing')
          missing.focus()
          return
        }
        busy = true
        byId('dialog-do').disabled = true
        byId('dialog-error').textContent = ''
        try {
          const values = Object.fromEntries([...form.elements].filter(({ name }) => name).map((field) => [field.name, field.type === 'checkbox' ? field.checked : field.value.trim()]))
          notice(await run(values), 'good')
          done = true
          dialog.close()
        } catch (error) {
          byId('dialog-error').textContent = explain(error)
        } finally {
          busy = false
          byId('dialog-do').disabled = false
        }
      },
      { signal }
    )
    byId('dialog-cancel').addEventListener('click', () => dialog.close(), { signal })
    dialog.addEventListener(
      'close',
      () => {
        end.abort()
        byId('dialog-body').replaceChildren()
        resolve(done)
      },
      { signal }
    )
  })
}
