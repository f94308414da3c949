-- Takes back what failures.lua has counted, because a bound elsewhere is used up. KEYS: as there  ARGV: 1 the slot
for _, key in ipairs(KEYS) do
  local count = redis.call('TYPE', key).ok == 'hash' and redis.call('HGET', key, ARGV[1])
  if count and string.match(count, '^[1-9]%d?%d?%d?%d?%d?%d?%d?%d?%d?$') then
    redis.call('HINCRBY', key, ARGV[1], -1)
  end
end
return 1
