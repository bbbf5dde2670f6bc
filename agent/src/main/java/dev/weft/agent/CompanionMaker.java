package dev.weft.agent;

import dev.weft.agent.companion.Companions;

/** The companions of JDK classes: made when one is first asked for, not when the JVM starts. */
final class CompanionMaker {
  private final LoaderContexts contexts;
  private final TrustedLookup trusted;
  private final InputOutput inputOutput;
  private final AgentLog log;
  private Companions companions;

  CompanionMaker(
      LoaderContexts contexts, TrustedLookup trusted, InputOutput inputOutput, AgentLog log) {
    this.contexts = contexts;
    this.trusted = trusted;
    this.inputOutput = inputOutput;
    this.log = log;
  }

  synchronized Companions companions() {
    if (companions == null) {
      companions =
          new Companions(
              contexts.jdkSource(),
              contexts::companionWeaver,
              trusted::get,
              inputOutput::prepare,
              log::say);
    }
    return companions;
  }
}
