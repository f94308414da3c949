-- Takes back what failures.lua has counted, because a bound elsewhere is used up. KEYS: as there  ARGV: 1 the slot
for _, key in ipairs(KEYS) do
  if redis.call('TYPE', key).ok == 'hash' and (tonumber(redis.call('HGET', key, ARGV[1])) or 0) > 0 then
    redis.call('HINCRBY', key, ARGV[1], -1)
  end
end
return 1
