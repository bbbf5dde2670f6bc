/**
 * What {@code patch=report} measures: the blocking calls of a program that is otherwise left alone,
 * by place. The agent brackets each with {@link dev.weft.report.BlockingCalls}.
 */
package dev.weft.report;
