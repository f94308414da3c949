-- Revokes a family. ARGV: 3 '': always; else only when it was made on this platform:device
-- Returns {grant, end, hashes of its tokens...}, or {} when it is not known.
local family = load()
if ARGV[3] ~= '' and (not family or family.device ~= ARGV[3]) then return {} end
return revoke(family)
