@NullMarked
package io.mychat.gateway.spring.test;

import org.jspecify.annotations.NullMarked;
