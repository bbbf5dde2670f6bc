package dev.weft.agent.plan;

/** What the planner answers for a method: how to weave it, or why not. */
public sealed interface PlanResult permits MethodPlan, Refusal {}
