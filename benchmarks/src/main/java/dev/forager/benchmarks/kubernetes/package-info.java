// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What enrichment with Kubernetes' knowledge costs. */
@NullMarked
package dev.forager.benchmarks.kubernetes;

import org.jspecify.annotations.NullMarked;
