-- Takes an idempotency key. ARGV: fingerprint, ticket, lease in ms. A call that runs twice with one ticket is granted twice.
local held = redis.call('HMGET', KEYS[1], 'fingerprint', 'ticket', 'answer')
if not held[1] then
  redis.call('HSET', KEYS[1], 'v', '1', 'fingerprint', ARGV[1], 'ticket', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return {'granted'}
end
if held[1] ~= ARGV[1] then
  return {'reused'}
end
if held[3] then
  return {'answered', held[3]}
end
if held[2] == ARGV[2] then
  return {'granted'}
end
return {'running'}
