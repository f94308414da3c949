#define _GNU_SOURCE
/*
 * The least that a server can do: for each text of a client it sends a prepared frame to all other clients, one send()
 * for each, and an answer to the sender. It counts frames and checks nothing. In C for Linux.
 * cc -O2 -o fanout fanout.c; ./fanout, then the commands of Control.java on standard input.
 */
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER 65536
#define MOST_CLIENTS 65536
#define DELIVERY 360
#define ANSWER "{\"cmd_id\":2001,\"request_id\":\"1\",\"code\":200,\"message\":\"Success\",\"data\":\"{}\"}"

struct client {
    int fd, upgraded, used, at;
    unsigned char *buffer;
};

/* The accept key belongs to the key of the example in RFC 6455, which all clients send. */
static const char UPGRADED[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static struct client *clients[MOST_CLIENTS];
static int count, poller;
static unsigned char delivery[DELIVERY + 4], answer[sizeof ANSWER + 1];

static void fail(const char *what) {
    fprintf(stderr, "fanout: %s (%s)\n", what, strerror(errno));
    exit(1);
}

static void prepare(void) {
    static const char begin[] = "{\"cmd_id\":2003,\"data\":\"";
    delivery[0] = answer[0] = 0x81;
    delivery[1] = 126;
    delivery[2] = DELIVERY >> 8;
    delivery[3] = DELIVERY & 0xFF;
    memset(delivery + 4, 'x', DELIVERY);
    memcpy(delivery + 4, begin, sizeof begin - 1);
    memcpy(delivery + 4 + DELIVERY - 2, "\"}", 2);
    answer[1] = sizeof ANSWER - 1;
    memcpy(answer + 2, ANSWER, sizeof ANSWER - 1);
}

static void send_all(struct client *client, const void *bytes, int length) {
    if (send(client->fd, bytes, length, MSG_NOSIGNAL) != length && errno != EPIPE && errno != ECONNRESET) {
        fail("send");
    }
}

static void open_client(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct client *client = calloc(1, sizeof *client);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
        if (count == MOST_CLIENTS) {
            fail("too many clients");
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        client->fd = fd;
        client->at = count;
        client->buffer = malloc(BUFFER);
        clients[count++] = client;
        epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
    }
}

static void close_client(struct client *client) {
    clients[client->at] = clients[--count];
    clients[client->at]->at = client->at;
    close(client->fd);
    free(client->buffer);
    free(client);
}

static void deliver(struct client *from) {
    for (int i = 0; i < count; i++) {
        if (clients[i] != from) {
            send_all(clients[i], delivery, sizeof delivery);
        }
    }
    send_all(from, answer, sizeof ANSWER + 1);
}

static void attend(struct client *client) {
    int got = recv(client->fd, client->buffer + client->used, BUFFER - 1 - client->used, 0);
    int at = 0;
    if (got <= 0) {
        close_client(client);
        return;
    }
    client->used += got;
    if (!client->upgraded) {
        client->buffer[client->used] = 0;
        if (strstr((char *) client->buffer, "\r\n\r\n")) {
            client->upgraded = 1;
            client->used = 0;
            send_all(client, UPGRADED, sizeof UPGRADED - 1);
        }
        return;
    }
    while (client->used - at >= 4) {
        unsigned char *in = client->buffer + at;
        int small = in[1] & 0x7F;
        int length = small < 126 ? 6 + small : 8 + (in[2] << 8 | in[3]);
        if (client->used - at < length) {
            break;
        }
        deliver(client);
        at += length;
    }
    client->used -= at;
    memmove(client->buffer, client->buffer + at, client->used);
}

static long cpu_nanos(void) {
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * 1000000000L + used.tv_nsec;
}

static int open_files(void) {
    DIR *files = opendir("/proc/self/fd");
    int found = 0;
    while (readdir(files)) {
        found++;
    }
    closedir(files);
    return found - 3;
}

static void command(void) {
    char line[256];
    int length = read(0, line, sizeof line - 1);
    if (length <= 0) {
        exit(0);
    }
    line[length] = 0;
    if (!strncmp(line, "cpu", 3)) {
        printf("%ld\n", cpu_nanos());
    } else if (!strncmp(line, "files", 5)) {
        printf("%d\n", open_files());
    } else {
        printf("0\n"); /* no compiler, and no objects */
    }
    fflush(stdout);
}

int main(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    struct epoll_event events[256], input = {.events = EPOLLIN, .data.ptr = NULL};
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct epoll_event arrivals = {.events = EPOLLIN, .data.ptr = &listener};
    prepare();
    if (bind(listener, (struct sockaddr *) &at, sizeof at) || listen(listener, 4096)) {
        fail("listen");
    }
    getsockname(listener, (struct sockaddr *) &at, &length);
    poller = epoll_create1(0);
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &arrivals);
    epoll_ctl(poller, EPOLL_CTL_ADD, 0, &input);
    printf("READY %d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        int found = epoll_wait(poller, events, 256, -1);
        for (int i = 0; i < found; i++) {
            if (events[i].data.ptr == NULL) {
                command();
            } else if (events[i].data.ptr == &listener) {
                open_client(listener);
            } else {
                attend(events[i].data.ptr);
            }
        }
    }
}
