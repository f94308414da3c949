-- Begins a family. ARGV: 3 grant  4 token's hash  5 end (ms)  6 end as text  7 platform:device  8 digest of the account's state, '' when
-- it is unknown. Returns 1; 0: it exists;
-- 2: it was revoked before it began.
local family = load()
-- A cluster may carry a call out twice.
if family then return family.living == ARGV[4] and family.grant == ARGV[3] and 1 or 0 end
-- Its user's list, in another slot, had it already, and everything in that was revoked.
if redis.call('EXISTS', REVOKED) == 1 then return 2 end
redis.call('DEL', FAMILY, DEAD, SUCCESSORS)
redis.call('HSET', FAMILY, 'v', '1', 'grant', ARGV[3], 'living', ARGV[4], 'expires', ARGV[5], 'expires_at', ARGV[6],
    'device', ARGV[7], 'account', ARGV[8], 'begun', string.format('%.0f', now))
keep(tonumber(ARGV[5]), 0)
return 1
