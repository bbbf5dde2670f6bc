/** What each check of Weft costs, by copies of the agent's jar that lack one check. */
package bench.checks;
