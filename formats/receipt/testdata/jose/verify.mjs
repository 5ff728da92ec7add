import {readFileSync} from 'node:fs'
import {createHash} from 'node:crypto'
import {compactVerify, createLocalJWKSet} from 'jose'

const keys = createLocalJWKSet(JSON.parse(readFileSync('jwks.json', 'utf8')))
const jws = readFileSync('receipt.jws', 'utf8').trim()
const {payload, protectedHeader} = await compactVerify(jws, keys, {algorithms: ['EdDSA']})
if (protectedHeader.typ !== 'linecheck-receipt') throw new Error('not a receipt')
const receipt = JSON.parse(new TextDecoder().decode(payload))
const hash = createHash('sha256').update(readFileSync('text.txt')).digest('hex')
console.log(hash === receipt.text_sha256 ? 'the signed text' : 'another text')
