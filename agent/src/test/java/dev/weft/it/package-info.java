/** The agent's jar from outside: options, command line, deployment, and what wrong use says. */
package dev.weft.it;
