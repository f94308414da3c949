import { Ajv } from 'ajv'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'

const SPECIFICATION = '@asyncapi/specs/schemas/3.0.0-without-$id.json'

const read = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8'))

function validator() {
  const schema = read(createRequire(import.meta.url).resolve(SPECIFICATION))
  return new Ajv({ strict: false, validateFormats: false }).compile(schema)
}

test('the description of the protocol is valid AsyncAPI 3', () => {
  const validate = validator()

  validate(read('../docs/schema/asyncapi.json'))

  assert.deepEqual(validate.errors ?? [], [])
})

test('the check finds an action that AsyncAPI does not know', () => {
  const document = read('../docs/schema/asyncapi.json')
  document.operations.heartbeat.action = 'answer'

  assert.equal(validator()(document), false)
})
