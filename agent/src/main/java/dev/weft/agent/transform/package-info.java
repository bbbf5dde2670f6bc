/** Weaves whole classes: what is done to which method, and the bookkeeping around it. */
package dev.weft.agent.transform;
