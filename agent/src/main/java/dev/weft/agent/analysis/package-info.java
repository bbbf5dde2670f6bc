/** Facts about the code of one method: flow, types, liveness, monitors. No decisions. */
package dev.weft.agent.analysis;
