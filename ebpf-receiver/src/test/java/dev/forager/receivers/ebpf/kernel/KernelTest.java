// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.receivers.ebpf.probe.Condition;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.LibBpf;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that needs the kernel: programs are loaded and attached. Where that is not allowed it is
 * skipped, and says so on stderr.
 */
@Tag("bpf")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KernelTest.Gate.class)
public @interface KernelTest {
    /** Decides by the same facts as the receiver. */
    class Gate implements ExecutionCondition {
        private static final Set<Need> NEEDED = EnumSet.range(Need.LIBBPF, Need.CGROUP2);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String reason = reason();
            if (reason.isEmpty()) {
                return ConditionEvaluationResult.enabled("the kernel may be used");
            }
            System.err.printf("SKIPPED %s: %s%n", context.getDisplayName(), reason);
            return ConditionEvaluationResult.disabled(reason);
        }

        private static String reason() {
            try {
                LibBpf.load(null);
            } catch (BpfException e) {
                return e.getMessage();
            }
            List<String> unmet =
                    Condition.of(Kernel.facts()).stream()
                            .filter(each -> each.need() != null && NEEDED.contains(each.need()))
                            .map(each -> each.message() + ": " + each.cure())
                            .toList();
            return String.join("; ", unmet);
        }
    }
}
