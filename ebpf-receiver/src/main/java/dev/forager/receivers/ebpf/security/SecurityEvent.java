// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.process.Origin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Something that happened, with everything that rules may ask for. Immutable.
 *
 * @param kind what
 * @param origin who
 * @param detail what is told of it in one line
 * @param attributes those of its record
 */
record SecurityEvent(
        SecurityKind kind, Origin origin, String detail, SequencedMap<String, Value> attributes) {
    SecurityEvent {
        attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
    }

    /**
     * What repeats have in common: all but what differs between processes that do the same. Their
     * arguments count.
     */
    Object repeatKey() {
        Map<String, Value> same = new LinkedHashMap<>(attributes);
        same.keySet().removeAll(MatchKeys.OF_ONE_PROCESS);
        return new RepeatKey(kind, origin.cgroup(), same.toString());
    }

    private record RepeatKey(SecurityKind kind, long cgroup, String attributes) {}
}
