-- Gives a key up. ARGV: ticket.
if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then return 0 end
local held = redis.call('HMGET', KEYS[1], 'ticket', 'answer')
if held[1] == ARGV[1] and not held[2] then
  redis.call('DEL', KEYS[1])
end
return 0
