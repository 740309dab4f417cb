// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Attributes;
import dev.forager.prometheus.Labels;

/**
 * What Prometheus calls a target: where series come from. Either text may be empty.
 *
 * @param job {@code service.name}, behind its namespace and a slash where there is one
 * @param instance {@code service.instance.id}
 */
record Target(String job, String instance) {
    /** The target of a series. */
    static Target of(Labels labels) {
        return new Target(text(labels, "job"), text(labels, "instance"));
    }

    private static String text(Labels labels, String name) {
        String value = labels.get(name);
        return value == null ? "" : value;
    }

    /** Writes both as attributes of a resource; a job with several slashes is no namespace. */
    void writeTo(Attributes resource) {
        int slash = job.indexOf('/');
        if (slash > 0 && slash < job.length() - 1 && job.indexOf('/', slash + 1) < 0) {
            resource.put("service.namespace", job.substring(0, slash));
            resource.put("service.name", job.substring(slash + 1));
        } else if (!job.isEmpty()) {
            resource.put("service.name", job);
        }
        if (!instance.isEmpty()) {
            resource.put("service.instance.id", instance);
        }
    }
}
