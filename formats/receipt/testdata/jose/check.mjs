// Reads {keys, statements, payload, kid} from standard input. It verifies the statements with the keys, signs the payload with a new key,
// and prints {verified, signed, keys}.
import * as jose from 'jose'
import {text} from 'node:stream/consumers'

const input = JSON.parse(await text(process.stdin))

const verified = []
for (const [type, jws] of Object.entries(input.statements)) {
  const {payload, protectedHeader} = await jose.compactVerify(jws, jose.createLocalJWKSet(input.keys), {algorithms: ['EdDSA']})
  if (protectedHeader.typ !== type) throw new Error(`${type} is signed as ${protectedHeader.typ}`)
  verified.push(JSON.parse(new TextDecoder().decode(payload)))
  const parts = jws.split('.')
  const forged = [parts[0], jose.base64url.encode('{}'), parts[2]].join('.')
  const refused = await jose.compactVerify(forged, jose.createLocalJWKSet(input.keys)).then(() => false, () => true)
  if (!refused) throw new Error(`a forged ${type} was accepted`)
}

const {publicKey, privateKey} = await jose.generateKeyPair('EdDSA', {crv: 'Ed25519', extractable: true})
const signed = await new jose.CompactSign(new TextEncoder().encode(JSON.stringify(input.payload)))
  .setProtectedHeader({alg: 'EdDSA', kid: input.kid, typ: 'linecheck-receipt'})
  .sign(privateKey)
const keys = {keys: [{...await jose.exportJWK(publicKey), kid: input.kid, alg: 'EdDSA', use: 'sig'}]}
console.log(JSON.stringify({verified, signed, keys}))
