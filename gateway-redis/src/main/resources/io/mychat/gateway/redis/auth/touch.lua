-- Whether a family can be written to: whatever keeps that from being done is found before a token is used up.
-- Returns {}: there is none; else {'there', hashes that the next rotation forgets...}.
if not load() then return {} end
redis.call('HSET', FAMILY, 'touched', string.format('%.0f', now))
local answer = redis.call('ZRANGE', DEAD, 0, -MOST_DEAD)
table.insert(answer, 1, 'there')
return answer
