// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.EventCounter;
import dev.forager.receivers.ebpf.emit.Repeats;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the rules decide what becomes of an event: its severity, its record, or nothing.
 * Thread-safe.
 */
final class Judge {
    private final RuleBook rules;
    private final boolean tellsAllExecs;
    private final Duration suppress;
    private final CgroupTable cgroups;
    private final ProcessRecords records;
    private final Repeats repeats;
    private final EventCounter counter;
    private final boolean asksForGroup;

    Judge(
            SecurityConfig config,
            CgroupTable cgroups,
            ProcessRecords records,
            Repeats repeats,
            EventCounter counter) {
        rules = RuleBook.of(config.rules());
        tellsAllExecs = config.exec() == SecurityConfig.Exec.ALL;
        suppress = config.suppressRepeats();
        this.cgroups = cgroups;
        this.records = records;
        this.repeats = repeats;
        this.counter = counter;
        asksForGroup = rules.asksFor(MatchKeys.CGROUP) || rules.asksFor(MatchKeys.CONTAINER);
    }

    void judge(SecurityEvent event) {
        Cgroup group = asksForGroup ? cgroups.find(event.origin().cgroup()) : null;
        SecurityRule rule = rules.judge(key -> attribute(event, group, key));
        if (rule == null) {
            if (event.kind() == SecurityKind.EXEC && tellsAllExecs) {
                tell(event, null, SeverityNumber.INFO);
            }
            return;
        }
        SeverityNumber severity = rule.severity().number();
        if (severity != null) {
            tell(event, rule, severity);
        }
    }

    private static @Nullable Value attribute(
            SecurityEvent event, @Nullable Cgroup group, String key) {
        return switch (key) {
            case MatchKeys.EVENT -> Value.of(event.kind().word());
            case MatchKeys.CGROUP -> group == null ? null : Value.of(group.path());
            case MatchKeys.CONTAINER ->
                    group == null || group.container() == null
                            ? null
                            : Value.of(group.container().id());
            default -> event.attributes().get(key);
        };
    }

    private void tell(SecurityEvent event, @Nullable SecurityRule rule, SeverityNumber severity) {
        long cgroup = event.origin().cgroup();
        counter.count(
                cgroup,
                Map.of(
                        "ebpf.security.event",
                        event.kind().word(),
                        "ebpf.security.severity",
                        severity.name()));
        Map<String, Value> attributes = new LinkedHashMap<>(event.attributes());
        Duration window = suppress;
        if (rule != null) {
            rule.describe(attributes);
            window = rule.suppress() == null ? suppress : rule.suppress();
        }
        repeats.add(
                event.repeatKey(),
                window,
                cgroup,
                records.record(
                        event.kind().eventName(),
                        severity,
                        event.kind().word() + ": " + event.detail(),
                        event.origin().monotonicNs(),
                        attributes));
    }
}
