// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Names of workloads that follow from the names of what they make. */
final class WorkloadNames {
    private static final int CRON_DIGITS = 8;
    private static final long DAY_MINUTES = TimeUnit.DAYS.toMinutes(1);

    private WorkloadNames() {}

    /**
     * The deployment that a replica set belongs to: it is named by the deployment and the hash of
     * the pods' template, which its pods have as a label. Empty for a replica set of its own.
     */
    static String deployment(String replicaSet, String templateHash) {
        String end = "-" + templateHash;
        return templateHash.isEmpty() || !replicaSet.endsWith(end)
                ? ""
                : replicaSet.substring(0, replicaSet.length() - end.length());
    }

    /**
     * The cron job that made a job: the job is named by it and by the minute for which it was
     * planned. Empty if the number is too far from the time at which the pod was made.
     *
     * @param created when the pod was made (RFC 3339)
     */
    static String cronJob(String job, String created) {
        int dash = job.length() - CRON_DIGITS - 1;
        if (dash < 1 || job.charAt(dash) != '-') {
            return "";
        }
        String digits = job.substring(dash + 1);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "";
        }
        return isNear(Long.parseLong(digits), created) ? job.substring(0, dash) : "";
    }

    private static boolean isNear(long minutes, String created) {
        try {
            long made = TimeUnit.SECONDS.toMinutes(Instant.parse(created).getEpochSecond());
            return Math.abs(made - minutes) <= DAY_MINUTES;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
