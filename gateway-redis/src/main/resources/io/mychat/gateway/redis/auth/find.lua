-- Finds a family by one of its tokens, living or dead, and changes nothing. ARGV: 3 hash
-- Returns {grant, end}, or {} when the token is unknown or has expired.
local family = load()
if not family then return {} end
local expires = end_of(family, ARGV[3])
if not expires or expires <= now then return {} end
return {family.grant, family.expires_at}
