// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The processor {@code k8s_attributes}: says of every resource which pod it is, and what Kubernetes
 * knows of that pod.
 */
@NullMarked
package dev.forager.processors.k8sattributes;

import org.jspecify.annotations.NullMarked;
