-- Keeps an answer. ARGV: ticket, answer, how long in ms.
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 0 end
local held = redis.call('HMGET', KEYS[1], 'ticket', 'answer')
if held[1] == ARGV[1] and not held[2] then
  redis.call('HSET', KEYS[1], 'answer', ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 0
