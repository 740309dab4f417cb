// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.util.List;
import java.util.Set;

/**
 * One thing that is observed, with the programs that do it. Data only. Immutable.
 *
 * @param id scenario and name, such as {@code network.flows}: the value of {@code ebpf.probe}
 * @param kind number under which the programs count its occurrences
 * @param needs what of the host it cannot do without
 * @param ways the first of which all programs attach is used; a later one is a degraded probe
 */
public record Probe(String id, int kind, Set<Need> needs, List<List<Hook>> ways) {
    /** Copies the collections. */
    public Probe {
        needs = Set.copyOf(needs);
        ways = ways.stream().map(List::copyOf).toList();
    }

    /** A probe that works one way only. */
    public static Probe of(String id, int kind, Set<Need> needs, Hook... hooks) {
        return new Probe(id, kind, needs, List.of(List.of(hooks)));
    }
}
