-- Takes an idempotency key. ARGV: fingerprint, ticket, lease in ms. A call that runs twice with one ticket is granted twice.
local found = redis.call('TYPE', KEYS[1]).ok
local held = found == 'hash' and redis.call('HMGET', KEYS[1], 'fingerprint', 'ticket', 'answer') or {}
-- Whatever we write is whole and has an end.
if not held[1] or not held[2] or redis.call('PTTL', KEYS[1]) < 0 then
  redis.call('DEL', KEYS[1])
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
