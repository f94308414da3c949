-- Replaces a refresh token (protocol.md section 2). ARGV: 3 hash  4 successor's hash  5 its end (ms)  6 its end as text
-- Returns {'gone'}: there is no family; {'unknown'}, {'taken'}, {'rotated', grant, end}, or {'reused', grant, end, hashes of
-- the family's tokens...}.
local family = load()
if not family then return {'gone'} end
local hash, successor = ARGV[3], ARGV[4]
-- A cluster may carry a call out twice.
if family.living == successor and family.predecessor == hash then return {'rotated', family.grant, family.expires_at} end
local expires = family.living == hash and family.expires or tonumber(redis.call('ZSCORE', DEAD, hash) or nil)
if not expires or expires <= now then return {'unknown'} end
local repeats = family.predecessor == hash and now - family.used_at <= GRACE_MS
if family.living ~= hash and not repeats then
  local answer = revoke(family)
  table.insert(answer, 1, 'reused')
  return answer
end
if family.living == successor or redis.call('ZSCORE', DEAD, successor) then return {'taken'} end
if family.living == hash then
  redis.call('HSET', FAMILY, 'predecessor', hash, 'used_at', string.format('%.0f', now))
end
redis.call('ZADD', DEAD, string.format('%.0f', family.expires), family.living)
redis.call('ZREMRANGEBYRANK', DEAD, 0, -MOST_DEAD - 1)
redis.call('HSET', FAMILY, 'living', successor, 'expires', ARGV[5], 'expires_at', ARGV[6])
keep(tonumber(ARGV[5]), family.access_until)
return {'rotated', family.grant, ARGV[6]}
