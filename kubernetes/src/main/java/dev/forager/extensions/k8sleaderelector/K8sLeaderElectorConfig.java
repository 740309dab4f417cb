// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.k8sleaderelector;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import java.time.Duration;

/** Which lease decides, and how long it lasts. */
public record K8sLeaderElectorConfig(
        @Inline KubernetesConfig api,
        @Doc("Name of the lease; the same in all collectors of which one leads.") @Default("''")
                String leaseName,
        @Doc("Its namespace.") @Default("''") String leaseNamespace,
        @Doc("How long others wait after the last sign of the leader.") @Default("15s")
                Duration leaseDuration,
        @Doc("How long the leader goes on trying to renew before it gives up.") @Default("10s")
                Duration renewDeadline,
        @Doc("Time between two attempts.") @Default("2s") Duration retryPeriod) {
    /** Attempts are up to so much later than planned, so that collectors do not go in step. */
    static final double JITTER = 1.2;

    public K8sLeaderElectorConfig {
        require(
                !leaseName.isEmpty() && !leaseNamespace.isEmpty(),
                leaseName.isEmpty() ? "lease_name" : "lease_namespace",
                "lease name and namespace must be set");
        require(
                leaseDuration.compareTo(renewDeadline) > 0,
                "lease_duration",
                "leaseDuration must be greater than renewDeadline");
        require(retryPeriod.isPositive(), "retry_period", "retryPeriod must be greater than zero");
        require(
                renewDeadline.toNanos() > JITTER * retryPeriod.toNanos(),
                "renew_deadline",
                "renewDeadline must be greater than retryPeriod*JitterFactor");
    }
}
