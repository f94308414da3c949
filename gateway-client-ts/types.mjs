// Writes src/schema.ts, the types of all data on the wire, from the description that the gateway serves as
// /api/asyncapi.json. With --check it compares instead.
import { compile } from 'json-schema-to-typescript'
import fs from 'node:fs'

const document = JSON.parse(fs.readFileSync(new URL('../docs/schema/asyncapi.json', import.meta.url), 'utf8'))
const file = new URL('src/schema.ts', import.meta.url)

const text = JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/definitions/')
const definitions = JSON.parse(text)
const commands = {}
for (const [name, { payload }] of Object.entries(document.components.messages)) {
  const number = payload.allOf[1].properties.cmd_id?.const
  if (!name.endsWith('.request')) continue
  const data = definitionOf(payload)
  const reply = definitionOf(document.components.messages[name.replace('.request', '.reply')].payload)
  commands[number] = {
    type: 'object',
    additionalProperties: false,
    required: ['request', 'reply'],
    properties: { request: { $ref: data }, reply: { $ref: reply } }
  }
}
definitions.GatewayCommands = {
  description: "The request and the reply of each of the gateway's own commands.",
  type: 'object',
  additionalProperties: false,
  required: Object.keys(commands),
  properties: commands
}

const all = { definitions, type: 'object', properties: {}, title: 'Schemas' }
for (const name of Object.keys(definitions)) all.properties[name] = { $ref: `#/definitions/${name}` }
const compiled = await compile(all, 'Schemas', {
  additionalProperties: false,
  bannerComment: '// Made by types.mjs from docs/schema/asyncapi.json. Do not edit.',
  format: true,
  style: { semi: false, singleQuote: true, printWidth: 120, trailingComma: 'none' }
})
// Numbers as keys are what the commands are asked for by. The root is only what the compiler starts from.
const source = compiled.replace(/export interface Schemas \{[^}]*\}\n/, '').replace(/^( +)'(\d+)': \{/gm, '$1$2: {')

if (!process.argv.includes('--check')) {
  fs.writeFileSync(file, source)
} else if (fs.readFileSync(file, 'utf8') !== source) {
  throw new Error('src/schema.ts is not what docs/schema/asyncapi.json makes: run "npm run types" in gateway-client-ts and commit it')
}

/** The schema of `data`, which is text on the wire. */
function definitionOf(payload) {
  const { data } = payload.allOf[1].properties
  const { contentSchema } = data.oneOf ? data.oneOf[0] : data
  return contentSchema.$ref.replace('#/components/schemas/', '#/definitions/')
}
