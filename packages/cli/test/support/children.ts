/** For tests whose subject starts processes from its sources: tap would have these transpiled by ts-node too, and measure other code than ours. */
process.env.TAP_TYPE_STRIP_ONLY = '1'
