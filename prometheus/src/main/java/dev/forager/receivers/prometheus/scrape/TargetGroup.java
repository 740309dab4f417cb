// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.List;
import java.util.Map;

/**
 * Targets from one place, which replace what came from it before.
 *
 * @param source the place, unique within one discovery
 * @param targets labels of each, its address among them
 * @param labels of all of them
 */
public record TargetGroup(
        String source, List<Map<String, String>> targets, Map<String, String> labels) {}
