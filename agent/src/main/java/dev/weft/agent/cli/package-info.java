/** The command line of the agent's jar: weave ahead of time, explain, help. */
package dev.weft.agent.cli;
