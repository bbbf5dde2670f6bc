package dev.weft.agent;

import dev.weft.abi.PlainReason;
import dev.weft.agent.transform.PlainReasons;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says why methods ran as plain code, and keeps the answers: a task that blocks its carrier is
 * asked about each time it does, and to find out the class is read and woven again. An answer stays
 * when its class is redefined; it is about a line, and other code mostly has other lines.
 *
 * <p>Threads: any.
 */
final class Explanations {
  private final LoaderContexts contexts;
  private final ClassValue<Map<Question, Optional<PlainReason>>> known =
      new ClassValue<>() {
        @Override
        protected Map<Question, Optional<PlainReason>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /**
   * What is asked about a class.
   *
   * @param call whether it is about a call that a woven body made, or else about a body
   */
  private record Question(boolean call, String methodName, String descriptor, int line) {}

  Explanations(LoaderContexts contexts) {
    this.contexts = contexts;
  }

  /** See {@link dev.weft.abi.Agent#explainPlainCall}. */
  Optional<PlainReason> ofCall(Class<?> caller, String methodName, String descriptor, int line) {
    return answer(caller, new Question(true, methodName, descriptor, line));
  }

  /** See {@link dev.weft.abi.Agent#explainPlainBody}. */
  Optional<PlainReason> ofBody(Class<?> owner, String methodName, String descriptor, int line) {
    return answer(owner, new Question(false, methodName, descriptor, line));
  }

  private Optional<PlainReason> answer(Class<?> type, Question question) {
    if (type.getClassLoader() == null || type.isHidden()) {
      return Optional.empty();
    }
    Map<Question, Optional<PlainReason>> answers = known.get(type);
    Optional<PlainReason> answer = answers.get(question);
    if (answer == null) {
      answer = find(type, question);
      answers.put(question, answer);
    }
    return answer;
  }

  private Optional<PlainReason> find(Class<?> type, Question question) {
    LoaderContexts.Context context = contexts.of(type.getClassLoader());
    return PlainReasons.of(type, context.lookup(), context.weaver())
        .flatMap(
            reasons ->
                question.call()
                    ? reasons.ofCall(question.methodName(), question.descriptor(), question.line())
                    : reasons.ofBody(
                        question.methodName(), question.descriptor(), question.line()));
  }
}
